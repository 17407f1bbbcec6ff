package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;

/** Annotated hex dumps as fixtures: blanks are free and {@code #} starts a comment, so the notes cannot drift away. */
final class Hex {
    private Hex() {}

    static ByteBuf octets(String dump) {
        return Unpooled.wrappedBuffer(bytes(dump));
    }

    static byte[] bytes(String dump) {
        return HexFormat.of().parseHex(dump.replaceAll("#.*|\\s", ""));
    }

    static String dump(ByteBuf octets) {
        byte[] copy = new byte[octets.readableBytes()];
        octets.getBytes(octets.readerIndex(), copy);
        return HexFormat.of().formatHex(copy);
    }

    /** A cursor on the octets of {@code dump}. */
    static Cursor cursor(String dump) {
        var cursor = new Cursor();
        cursor.fill(octets(dump));
        return cursor;
    }
}
