package net.minitrail.vrouter.guest;

import java.util.HashMap;
import java.util.Map;
import net.minitrail.net.IpAddress;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.runtime.RoutingLoop;
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
        stack.listen(SshServer.PORT, connection -> new SshServer(guest, connection));
        stack.listen(TelnetServer.PORT, connection -> new TelnetServer(guest, connection));
    }

    void receive(IpAddress source, IpAddress destination, byte[] segment) throws MalformedPacketException {
        stack.receive(source, destination, segment);
    }

    /** Calls another guest by SSH; answers null if there is no route. */
    @Nullable
    SshClient ssh(CallEnd end) {
        IpAddress local = local(end);
        String version = guest.profile().sshVersion();
        return local == null ? null : new SshClient(stack, local, end.host(), end.port(), version);
    }

    /** Calls another guest by TELNET; answers null if there is no route. */
    @Nullable
    TelnetClient telnet(CallEnd end) {
        IpAddress local = local(end);
        return local == null ? null : new TelnetClient(stack, local, end.host(), end.port());
    }

    /** Gets a page of another host; answers null if there is no route. */
    @Nullable
    HttpCall http(CallEnd end, String path) {
        IpAddress local = local(end);
        return local == null ? null : new HttpCall(stack, local, end, path);
    }

    private @Nullable IpAddress local(CallEnd end) {
        IpAddress usual = guest.sourceTowards(end.host());
        IpAddress wanted = end.source();
        return usual == null || wanted == null ? usual : guest.has(wanted) ? wanted : null;
    }

    /** Keeps a call open until {@link #hangUp}, in the place of the one before; answers true. */
    boolean keep(String target, SshClient client) {
        SshClient before = background.put(target, client);
        if (before != null) {
            before.close();
        }
        return true;
    }

    /** Ends the call that is kept open; answers null if there was none. */
    @Nullable
    SshClient hangUp(String target) {
        SshClient client = background.remove(target);
        if (client == null || !client.isOpen()) {
            return null;
        }
        client.close();
        return client;
    }

    /** The guest is gone, and says nothing any more. */
    void stop() {
        stack.stop();
        background.clear();
    }
}
