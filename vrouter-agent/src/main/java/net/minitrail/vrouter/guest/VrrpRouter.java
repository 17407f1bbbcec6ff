package net.minitrail.vrouter.guest;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.ArpPacket;
import net.minitrail.net.packet.EthernetFrame;
import net.minitrail.net.packet.Ipv4Packet;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.net.packet.VrrpAdvertisement;
import net.minitrail.net.runtime.RoutingLoop;
import net.minitrail.net.runtime.RoutingLoop.Timer;
import org.jspecify.annotations.Nullable;

/**
 * One router's part in a virtual router: the state machine of RFC 3768 section 6.4. Confined to the routing loop.
 *
 * <pre>
 *   state     start           timer                 better or same heard     worse heard       priority 0 heard
 *   INIT      BACKUP          -                     -                        -                 -
 *   BACKUP    -               MASTER, announced     wait anew                wait anew, or     wait the skew only
 *                                                                            not if preempting
 *   MASTER    -               advertise             BACKUP                   -                 advertise
 * </pre>
 *
 * Of two masters with the same priority the one with the higher address stays.
 */
final class VrrpRouter {
    /** Where it is. */
    enum State {
        INIT,
        BACKUP,
        MASTER
    }

    private static final int TOS = 0xC0;
    private static final int TTL = 255;
    private static final int OWNER = 255;
    /** What Junos puts into the header of its advertisements. */
    private static final int IDENTIFICATION = 2;

    private static final int SMALLEST_PAYLOAD = 46;

    private final VrrpGroup group;
    private final Nic nic;
    private final RoutingLoop loop;
    private final MacAddress mac;
    private State state = State.INIT;
    private @Nullable Timer timer;
    private long timerAt;
    private @Nullable Ipv4Address master;

    VrrpRouter(VrrpGroup group, Nic nic, RoutingLoop loop) {
        this.group = group;
        this.nic = nic;
        this.loop = loop;
        this.mac = VrrpAdvertisement.virtualMac(group.id());
    }

    void start() {
        if (group.priority() == OWNER) {
            becomeMaster();
        } else {
            state = State.BACKUP;
            arm(downInterval());
        }
    }

    /** Leaves; a master that still can says so. */
    void stop() {
        if (state == State.MASTER) {
            advertise(0);
            nic.dropVirtual(group.virtual());
        }
        state = State.INIT;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** Takes an advertisement that the card received. */
    void receive(Ipv4Packet packet) {
        if (state == State.INIT || packet.ttl() != TTL || packet.source().equals(group.own())) {
            return;
        }
        try {
            VrrpAdvertisement heard = VrrpAdvertisement.decode(packet.payload());
            if (heard.group() == group.id()) {
                receive(heard, packet.source());
            }
        } catch (MalformedPacketException e) {
            return; // RFC 3768 section 7.1: discarded
        }
    }

    private void receive(VrrpAdvertisement heard, Ipv4Address from) {
        int other = heard.priority();
        if (state == State.BACKUP) {
            master = from;
            if (other == 0) {
                arm(skew());
            } else if (!group.preempt() || other >= group.priority()) {
                arm(downInterval());
            }
        } else if (other == 0) {
            advertise(group.priority());
            arm(interval());
        } else if (other > group.priority() || (other == group.priority() && from.compareTo(group.own()) > 0)) {
            master = from;
            state = State.BACKUP;
            nic.dropVirtual(group.virtual());
            arm(downInterval());
        }
    }

    private void expired() {
        timer = null;
        if (state == State.BACKUP) {
            becomeMaster();
        } else if (state == State.MASTER) {
            advertise(group.priority());
            arm(interval());
        }
    }

    private void becomeMaster() {
        state = State.MASTER;
        master = null;
        nic.addVirtual(group.virtual(), mac, group.acceptData());
        advertise(group.priority());
        ArpPacket gratuitous = ArpPacket.request(mac, group.virtual(), group.virtual());
        nic.transmitFrom(mac, MacAddress.BROADCAST, EthernetFrame.ARP, gratuitous.encode());
        arm(interval());
    }

    private void advertise(int priority) {
        byte[] message = new VrrpAdvertisement(
                        group.id(), priority, group.interval(), ImmutableList.of(group.virtual()))
                .encode();
        byte[] packet = new Ipv4Packet(
                        TOS,
                        IDENTIFICATION,
                        0,
                        TTL,
                        VrrpAdvertisement.PROTOCOL,
                        group.own(),
                        VrrpAdvertisement.GROUP,
                        message)
                .encode();
        byte[] padded = java.util.Arrays.copyOf(packet, Math.max(SMALLEST_PAYLOAD, packet.length));
        nic.transmitFrom(mac, VrrpAdvertisement.GROUP_MAC, EthernetFrame.IPV4, padded);
    }

    private void arm(Duration delay) {
        if (timer != null) {
            timer.cancel();
        }
        timerAt = loop.nanoTime() + delay.toNanos();
        timer = loop.schedule(delay, this::expired);
    }

    private Duration interval() {
        return Duration.ofSeconds(group.interval());
    }

    private Duration skew() {
        return Duration.ofMillis((256 - group.priority()) * 1000L / 256);
    }

    private Duration downInterval() {
        return interval().multipliedBy(3).plus(skew());
    }

    VrrpGroup group() {
        return group;
    }

    MacAddress mac() {
        return mac;
    }

    State state() {
        return state;
    }

    /** The other router that is master, or null if this one is or nobody was heard. */
    @Nullable
    Ipv4Address master() {
        return master;
    }

    /** Seconds until it advertises, or takes over. */
    double timerSeconds() {
        return timer == null ? 0 : Math.max(0, timerAt - loop.nanoTime()) / 1e9;
    }
}
