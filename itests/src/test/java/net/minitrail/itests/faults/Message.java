package net.minitrail.itests.faults;

import java.util.HexFormat;

/**
 * A message as it came.
 *
 * @param type 1 OPEN, 2 UPDATE, 3 NOTIFICATION, 4 KEEPALIVE, 5 ROUTE-REFRESH
 * @param body what follows the header
 */
record Message(int type, byte[] body) {
    /** Octets of marker, length and type. */
    static final int HEADER = 19;

    static final int UPDATE = 2;
    static final int NOTIFICATION = 3;
    static final int KEEPALIVE = 4;

    String hex() {
        return HexFormat.of().formatHex(body);
    }
}
