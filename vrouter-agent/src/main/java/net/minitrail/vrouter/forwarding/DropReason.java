package net.minitrail.vrouter.forwarding;

import net.minitrail.net.packet.MalformedPacketException;

/** Why a packet was dropped, in the order of {@code dropstats}; {@link #group} changes where that prints a blank line. */
public enum DropReason {
    INVALID_IF(0, "Invalid IF"),
    TRAP_NO_IF(0, "Trap No IF"),
    IF_TX_DISCARD(0, "IF TX Discard"),
    IF_DROP(0, "IF Drop"),
    IF_RX_DISCARD(0, "IF RX Discard"),
    FLOW_UNUSABLE(1, "Flow Unusable"),
    FLOW_NO_MEMORY(1, "Flow No Memory"),
    FLOW_TABLE_FULL(1, "Flow Table Full"),
    FLOW_NAT_NO_RFLOW(1, "Flow NAT no rflow"),
    FLOW_ACTION_DROP(1, "Flow Action Drop"),
    FLOW_ACTION_INVALID(1, "Flow Action Invalid"),
    FLOW_INVALID_PROTOCOL(1, "Flow Invalid Protocol"),
    FLOW_QUEUE_LIMIT(1, "Flow Queue Limit Exceeded"),
    NEW_FLOW_DROPS(1, "New Flow Drops"),
    FLOW_EVICT(1, "Flow Unusable (Eviction)"),
    TRAP_ORIGINAL(2, "Original Packet Trapped"),
    DISCARD(3, "Discards"),
    TTL_EXCEEDED(3, "TTL Exceeded"),
    MCAST_CLONE_FAIL(3, "Mcast Clone Fail"),
    CLONED_ORIGINAL(3, "Cloned Original"),
    INVALID_NH(4, "Invalid NH"),
    INVALID_LABEL(4, "Invalid Label"),
    INVALID_PROTOCOL(4, "Invalid Protocol"),
    LEAF_TO_LEAF(4, "Etree Leaf to Leaf"),
    BMAC_ISID_MISMATCH(4, "Bmac/ISID Mismatch"),
    REWRITE_FAIL(4, "Rewrite Fail"),
    INVALID_MCAST_SOURCE(4, "Invalid Mcast Source"),
    PKT_LOOP(4, "Packet Loop"),
    PUSH(5, "Push Fails"),
    PULL(5, "Pull Fails"),
    DUPLICATED(5, "Duplicated"),
    HEAD_ALLOC_FAIL(5, "Head Alloc Fails"),
    PCOW_FAIL(5, "PCOW fails"),
    INVALID_PACKET(5, "Invalid Packets"),
    MISC(6, "Misc"),
    NOWHERE_TO_GO(6, "Nowhere to go"),
    CHECKSUM_ERR(6, "Checksum errors"),
    NO_FMD(6, "No Fmd"),
    INVALID_VNID(6, "Invalid VNID"),
    FRAGMENTS(6, "Fragment errors"),
    INVALID_SOURCE(6, "Invalid Source"),
    MCAST_DF_BIT(6, "Jumbo Mcast Pkt with DF Bit"),
    L2_NO_ROUTE(6, "No L2 Route"),
    NO_MEMORY(6, "Memory Failures"),
    FRAGMENT_QUEUE_FAIL(6, "Fragment Queueing Failures"),
    NO_ENCRYPT_PATH(6, "No Encrypt Path Failures");

    private final int group;
    private final String text;

    DropReason(int group, String text) {
        this.group = group;
        this.text = text;
    }

    /** Where a packet counts that is not what it claims to be. */
    static DropReason of(MalformedPacketException malformed) {
        return switch (malformed.fault()) {
            case FORM -> INVALID_PACKET;
            case CHECKSUM -> CHECKSUM_ERR;
            case FRAGMENT -> FRAGMENTS;
        };
    }

    public int group() {
        return group;
    }

    @Override
    public String toString() {
        return text;
    }
}
