package net.minitrail.vrouter.forwarding;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv6Address;
import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.flow.FatFlows;
import org.jspecify.annotations.Nullable;

/** An interface of the vRouter with its counters. Confined to the routing loop. */
public final class Vif {
    /** VRF of an interface that has none. */
    public static final int NO_VRF = 65_535;

    /** What is at the other end. */
    public enum Type {
        HOST("Host"),
        AGENT("Agent"),
        PHYSICAL("Physical"),
        VIRTUAL("Virtual");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** MAC address of the vRouter on every interface towards a guest. */
    public static final MacAddress VROUTER_MAC = MacAddress.parse("00:00:5e:00:01:00");

    private static final int OWN_REFERENCES = 2;

    private final int index;
    private final Type type;
    private final String name;
    private final MacAddress mac;
    private final int vrf;
    private final int multicastVrf;
    private final EnumSet<VifFlag> flags;
    private Ipv4Address address = Ipv4Address.ANY;
    private @Nullable Ipv6Address address6;
    private Consumer<byte[]> device = frame -> {};
    private int references = OWN_REFERENCES;
    private int flowNextHop;
    private FatFlows fatFlows = FatFlows.NONE;
    private @Nullable VifMirror mirror;
    private long receivedPackets;
    private long receivedBytes;
    private long sentPackets;
    private long sentBytes;
    private @Nullable Counters<DropReason> drops;
    private long dropped;

    Vif(int index, Type type, String name, MacAddress mac, int vrf, int multicastVrf, Set<VifFlag> flags) {
        this.index = index;
        this.type = type;
        this.name = name;
        this.mac = mac;
        this.vrf = vrf;
        this.multicastVrf = multicastVrf;
        this.flags = EnumSet.copyOf(flags);
    }

    /** Connects the other end: what the vRouter sends out of this interface goes to {@code device} as a frame. */
    public void connect(Consumer<byte[]> newDevice) {
        device = newDevice;
    }

    /** Sets the address that {@code vif} shows: that of the guest. */
    public void setAddress(Ipv4Address newAddress) {
        address = newAddress;
    }

    public void setAddress6(@Nullable Ipv6Address newAddress) {
        address6 = newAddress;
    }

    public void setFlag(VifFlag flag, boolean on) {
        if (on) {
            flags.add(flag);
        } else {
            flags.remove(flag);
        }
    }

    public boolean has(VifFlag flag) {
        return flags.contains(flag);
    }

    /** Sets the next hop that keys of its flows name: that of its guest with policy. */
    public void setFlowNextHop(int id) {
        flowNextHop = id;
    }

    public int flowNextHop() {
        return flowNextHop;
    }

    public void setFatFlows(FatFlows newFatFlows) {
        fatFlows = newFatFlows;
    }

    /** What makes several sessions of its guest one flow. */
    public FatFlows fatFlows() {
        return fatFlows;
    }

    /** Sets where its frames are mirrored to, null for nowhere. */
    public void setMirror(@Nullable VifMirror newMirror) {
        mirror = newMirror;
        setFlag(VifFlag.RECEIVE_MIRROR, newMirror != null && newMirror.ingress() != null);
        setFlag(VifFlag.TRANSMIT_MIRROR, newMirror != null && newMirror.egress() != null);
    }

    public @Nullable VifMirror mirror() {
        return mirror;
    }

    public void countReference(int change) {
        references += change;
    }

    void received(int length) {
        receivedPackets++;
        receivedBytes += length;
    }

    /** Counts a packet that left the node by this interface. */
    public void countSent(int length) {
        sentPackets++;
        sentBytes += length;
    }

    void dropped(DropReason reason) {
        if (drops == null) {
            drops = new Counters<>(DropReason.class);
        }
        drops.add(reason);
        dropped++;
    }

    /** Sets all counters to zero. */
    public void clearCounters() {
        receivedPackets = 0;
        receivedBytes = 0;
        sentPackets = 0;
        sentBytes = 0;
        dropped = 0;
        drops = null;
    }

    void deliver(byte[] frame) {
        countSent(frame.length);
        device.accept(frame);
    }

    public int index() {
        return index;
    }

    public Type type() {
        return type;
    }

    /** Name in the host's kernel, such as {@code tap61af9b59-35}. */
    public String name() {
        return name;
    }

    public MacAddress mac() {
        return mac;
    }

    public int vrf() {
        return vrf;
    }

    public int multicastVrf() {
        return multicastVrf;
    }

    /** The flags as {@code vif} prints them, in legend order; empty if there are none. */
    public String flagText() {
        var text = new StringBuilder();
        flags.forEach(text::append);
        return text.toString();
    }

    public Ipv4Address address() {
        return address;
    }

    public @Nullable Ipv6Address address6() {
        return address6;
    }

    public int references() {
        return references;
    }

    public long receivedPackets() {
        return receivedPackets;
    }

    public long receivedBytes() {
        return receivedBytes;
    }

    public long sentPackets() {
        return sentPackets;
    }

    public long sentBytes() {
        return sentBytes;
    }

    public long drops() {
        return dropped;
    }

    /** Of these, those for this reason. */
    public long drops(DropReason reason) {
        return drops == null ? 0 : drops.get(reason);
    }
}
