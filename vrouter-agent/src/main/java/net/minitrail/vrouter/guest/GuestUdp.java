package net.minitrail.vrouter.guest;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import net.minitrail.net.IpAddress;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.UdpDatagram;

/** UDP of a guest: who waits for answers at which port. Confined to the routing loop. */
final class GuestUdp {
    private static final int FIRST_PORT = 32_768;
    private static final int PORTS = 28_232;

    private final Guest guest;
    private final Map<Integer, Consumer<byte[]>> waiting = new HashMap<>();
    private int next;

    GuestUdp(Guest guest) {
        this.guest = guest;
        this.next = guest.name().hashCode();
    }

    /** Sends a question from a port of its own, whose number is answered; 0 if there is no way. Who asked must {@link #close} it. */
    int ask(IpAddress server, int port, byte[] question, Consumer<byte[]> answers) {
        IpAddress source = guest.sourceTowards(server);
        if (source == null || waiting.size() >= PORTS) {
            return 0;
        }
        int own;
        do {
            own = FIRST_PORT + Math.floorMod(next++, PORTS);
        } while (waiting.containsKey(own));
        waiting.put(own, answers);
        guest.send(Ipv4Packet.UDP, source, server, new UdpDatagram(own, port, question).encode(source, server));
        return own;
    }

    void close(int own) {
        waiting.remove(own);
    }

    /** Takes a datagram; answers whether anybody waits for it. */
    boolean receive(UdpDatagram datagram) {
        Consumer<byte[]> user = waiting.get(datagram.destinationPort());
        if (user != null) {
            user.accept(datagram.payload());
        }
        return user != null;
    }
}
