package net.minitrail.itests.peer;

import java.util.List;

/**
 * What a peer says of itself.
 *
 * @param as four octets; AS_TRANS stands in the old field if it needs them
 * @param holdTime in seconds
 * @param id the BGP identifier
 * @param restartTime how long its routes may be kept without it, in seconds; 0 if they may not (RFC 4724)
 */
public record OpenMessage(long as, int holdTime, int id, List<Family> families, int restartTime) {
    private static final int AS_TRANS = 23_456;

    public OpenMessage {
        families = List.copyOf(families);
    }

    public byte[] octets() {
        var capabilities = new Octets();
        for (Family family : families) {
            capabilities.u8(1).u8(4).u16(family.afi).u8(0).u8(family.safi);
        }
        capabilities.u8(2).u8(0);
        capabilities.u8(65).u8(4).u32(as);
        if (restartTime > 0) {
            capabilities.u8(64).u8(2 + 4 * families.size()).u16(restartTime);
            families.forEach(
                    family -> capabilities.u16(family.afi).u8(family.safi).u8(0x80));
        }
        return new Octets()
                .u8(4)
                .u16(as > 0xFFFF ? AS_TRANS : (int) as)
                .u16(holdTime)
                .u32(id)
                .u8(capabilities.length() + 2)
                .u8(2)
                .u8(capabilities.length())
                .put(capabilities)
                .message(1);
    }

    public OpenMessage withHoldTime(int seconds) {
        return new OpenMessage(as, seconds, id, families, restartTime);
    }
}
