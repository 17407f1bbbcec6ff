package net.minitrail.net.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Octets that a fuzzer makes up, as frames: {@code mvn -Pfuzz -pl net test}. */
class PacketFuzz {
    /** Describing a frame decodes it down to the transport, and never fails. */
    @FuzzTest(maxDuration = "20s")
    void frames(byte[] octets) {
        PacketText.describe(octets, true);
        try {
            MplsPacket.decode(octets);
            GrePacket.decode(octets);
            VxlanPacket.decode(octets);
        } catch (MalformedPacketException e) {
            // what the octets deserve
        }
    }
}
