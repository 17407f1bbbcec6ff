package net.minitrail.vrouter.guest;

import java.util.HashMap;
import java.util.Map;
import net.minitrail.net.IpAddress;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.tcp.TcpStack;
import org.jspecify.annotations.Nullable;

/** TCP of a guest: who listens, and the calls that stay open in the background. Confined to the routing loop. */
final class GuestTcp {
    private final Guest guest;
    private final TcpStack stack;
    private final Map<String, SshClient> background = new HashMap<>();

    GuestTcp(Guest guest, RoutingLoop loop) {
        this.guest = guest;
        this.stack = new TcpStack(
                loop,
                (source, destination, segment) -> guest.send(Ipv4Packet.TCP, source, destination, segment),
                guest.name().hashCode());
        var query = new LoopQuery(loop);
        stack.listen(SshServer.PORT, connection -> new SshServer(guest, query, connection));
    }

    void receive(IpAddress source, IpAddress destination, byte[] segment) throws MalformedPacketException {
        stack.receive(source, destination, segment);
    }

    /** Calls another guest's port 22; answers null if there is no route. */
    @Nullable
    SshClient ssh(IpAddress host, String user) {
        IpAddress local = guest.sourceTowards(host);
        return local == null ? null : new SshClient(stack, local, host, user);
    }

    /** Keeps a call open until {@link #hangUp}, in the place of the one before; answers true. */
    boolean keep(String target, SshClient client) {
        SshClient before = background.put(target, client);
        if (before != null) {
            before.close();
        }
        return true;
    }

    /** Ends the call that is kept open; answers whether there was one. */
    boolean hangUp(String target) {
        SshClient client = background.remove(target);
        boolean open = client != null && client.isOpen();
        if (client != null) {
            client.close();
        }
        return open;
    }

    /** The guest is gone, and says nothing any more. */
    void stop() {
        stack.stop();
        background.clear();
    }
}
