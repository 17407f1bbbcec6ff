package net.minitrail.itests.faults;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Octets as a text that can be read, and the names it may use.
 *
 * <pre>
 *   40 0101           octets in hexadecimal
 *   00*4078           the same octets many times
 *   &lt;02 … &gt;           a message of that type: marker and length are put in front
 *   ( … )             two octets of length, then what is inside
 *   [ … ]             one octet of length, then what is inside
 *   $name             what the name stands for, in the same notation
 * </pre>
 */
final class Octets {
    private static final HexFormat HEX = HexFormat.of();

    private final Map<String, String> names = new HashMap<>();

    /** The same names and one more. */
    Octets with(String name, String text) {
        var more = new Octets();
        more.names.putAll(names);
        more.names.put(name, text);
        return more;
    }

    byte[] read(String text) {
        Deque<ByteArrayOutputStream> open = new ArrayDeque<>();
        Deque<String> brackets = new ArrayDeque<>();
        open.push(new ByteArrayOutputStream());
        for (String word : text.strip().split("\\s+")) {
            if (word.isEmpty()) {
                continue;
            }
            switch (word.charAt(0)) {
                case '<', '(', '[' -> {
                    brackets.push(word);
                    open.push(new ByteArrayOutputStream());
                }
                case '>', ')', ']' -> {
                    byte[] inside = open.pop().toByteArray();
                    close(brackets.pop(), inside, open.element());
                }
                case '$' -> open.element().writeBytes(read(named(word.substring(1))));
                default -> open.element().writeBytes(hex(word));
            }
        }
        if (open.size() != 1) {
            throw new IllegalArgumentException("a bracket is not closed in: " + text);
        }
        return open.pop().toByteArray();
    }

    String named(String name) {
        String text = names.get(name);
        if (text == null) {
            throw new IllegalArgumentException("nothing is called $" + name);
        }
        return text;
    }

    private static byte[] hex(String word) {
        int times = word.indexOf('*');
        return times < 0
                ? HEX.parseHex(word)
                : HEX.parseHex(word.substring(0, times).repeat(Integer.parseInt(word.substring(times + 1))));
    }

    private static void close(String bracket, byte[] inside, ByteArrayOutputStream out) {
        int length = inside.length;
        switch (bracket.charAt(0)) {
            case '[' -> out.write(length);
            case '(' -> out.writeBytes(new byte[] {(byte) (length >> 8), (byte) length});
            default -> {
                int whole = length + Message.HEADER;
                out.writeBytes(HEX.parseHex("ff".repeat(16)));
                out.writeBytes(new byte[] {(byte) (whole >> 8), (byte) whole});
                out.writeBytes(HEX.parseHex(bracket.substring(1)));
            }
        }
        out.writeBytes(inside);
    }
}
