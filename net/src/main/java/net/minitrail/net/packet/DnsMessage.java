package net.minitrail.net.packet;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.collect.ImmutableList;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.minitrail.net.IpAddress;

/**
 * A DNS message with one question (RFC 1035 section 4): what a resolver asks, and what it is answered. Authority and
 * additional records are skipped.
 *
 * @param name asked for, in lower case without the last dot
 * @param type of records asked for
 * @param code 0 no error, 1 format error, 3 no such name, 4 not implemented
 */
public record DnsMessage(
        int id,
        boolean response,
        boolean recursionDesired,
        int code,
        String name,
        int type,
        ImmutableList<Answer> answers) {
    public static final int PORT = 53;
    public static final int A = 1;
    public static final int PTR = 12;
    public static final int AAAA = 28;
    public static final int NO_SUCH_NAME = 3;
    public static final int NOT_IMPLEMENTED = 4;

    private static final int HEADER = 12;
    private static final int INTERNET = 1;
    private static final int MOST_NAME = 255;
    private static final int MOST_LABEL = 63;
    private static final int POINTER = 0xC0;
    private static final int POINTER_TO_QUESTION = POINTER << 8 | HEADER;
    private static final int RESPONSE = 0x8000;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RECURSION_AVAILABLE = 0x0080;
    private static final int OPCODE = 0x7800;

    /**
     * A record of the name that was asked for.
     *
     * @param data an address, or a name
     */
    public record Answer(int type, int seconds, String data) {}

    /** A question of a resolver that leaves recursion to its server. */
    public static DnsMessage question(int id, String name, int type) {
        return new DnsMessage(id, false, true, 0, name, type, ImmutableList.of());
    }

    /** The answer to this question. */
    public DnsMessage answer(int newCode, List<Answer> newAnswers) {
        return new DnsMessage(id, true, recursionDesired, newCode, name, type, ImmutableList.copyOf(newAnswers));
    }

    public static DnsMessage decode(byte[] octets) throws MalformedPacketException {
        Octets.need(octets.length >= HEADER, "DNS shorter than 12 octets");
        int flags = Octets.u16(octets, 2);
        Octets.need(Octets.u16(octets, 4) == 1, "DNS with other than one question");
        Octets.need((flags & OPCODE) == 0, "DNS with another operation than a query");
        var name = new StringBuilder();
        int at = name(octets, HEADER, name);
        Octets.need(at + 4 <= octets.length, "DNS question does not fit");
        int type = Octets.u16(octets, at);
        at += 4;
        var answers = ImmutableList.<Answer>builder();
        for (int left = Octets.u16(octets, 6); left > 0; left--) {
            at = name(octets, at, new StringBuilder());
            Octets.need(at + 10 <= octets.length, "DNS record does not fit");
            int length = Octets.u16(octets, at + 8);
            Octets.need(at + 10 + length <= octets.length, "DNS data do not fit");
            int kind = Octets.u16(octets, at);
            String data = data(octets, at + 10, length, kind);
            answers.add(new Answer(kind, Octets.i32(octets, at + 4), data));
            at += 10 + length;
        }
        return new DnsMessage(
                Octets.u16(octets, 0),
                (flags & RESPONSE) != 0,
                (flags & RECURSION_DESIRED) != 0,
                flags & 0xF,
                name.toString().toLowerCase(Locale.ROOT),
                type,
                answers.build());
    }

    private static String data(byte[] octets, int at, int length, int type) throws MalformedPacketException {
        if (type == A || type == AAAA) {
            Octets.need(length == (type == A ? 4 : 16), "DNS address of a wrong length");
            return IpAddress.of(Arrays.copyOfRange(octets, at, at + length)).toString();
        }
        if (type != PTR) {
            return "";
        }
        var name = new StringBuilder();
        name(octets, at, name);
        return name.toString();
    }

    /** Reads a name and answers where it ends; pointers lead backwards only, so that they come to an end. */
    private static int name(byte[] octets, int start, StringBuilder name) throws MalformedPacketException {
        int at = start;
        int end = -1;
        int limit = start;
        while (true) {
            Octets.need(at < octets.length, "DNS name does not end");
            int length = Octets.u8(octets, at);
            if (length >= POINTER) {
                Octets.need(at + 1 < octets.length, "DNS pointer does not fit");
                int target = Octets.u16(octets, at) & 0x3FFF;
                Octets.need(target < limit, "DNS pointer does not lead back");
                end = end < 0 ? at + 2 : end;
                limit = target;
                at = target;
                continue;
            }
            at++;
            if (length == 0) {
                return end < 0 ? at : end;
            }
            Octets.need(length <= MOST_LABEL && at + length <= octets.length, "DNS label does not fit");
            name.append(name.isEmpty() ? "" : ".").append(new String(octets, at, length, US_ASCII));
            Octets.need(name.length() <= MOST_NAME, "DNS name is too long");
            at += length;
        }
    }

    public byte[] encode() {
        var out = new ByteArrayOutputStream();
        put16(out, id);
        put16(out, (response ? RESPONSE | RECURSION_AVAILABLE : 0) | (recursionDesired ? RECURSION_DESIRED : 0) | code);
        put16(out, 1);
        put16(out, answers.size());
        put16(out, 0);
        put16(out, 0);
        out.writeBytes(labels(name));
        put16(out, type);
        put16(out, INTERNET);
        for (Answer answer : answers) {
            byte[] data = answer.type == PTR
                    ? labels(answer.data)
                    : IpAddress.parse(answer.data).octets();
            put16(out, POINTER_TO_QUESTION);
            put16(out, answer.type);
            put16(out, INTERNET);
            put16(out, answer.seconds >>> 16);
            put16(out, answer.seconds);
            put16(out, data.length);
            out.writeBytes(data);
        }
        return out.toByteArray();
    }

    private static byte[] labels(String name) {
        var out = new ByteArrayOutputStream();
        for (String label : name.isEmpty() ? List.<String>of() : List.of(name.split("\\.", -1))) {
            byte[] text = label.getBytes(US_ASCII);
            if (text.length == 0 || text.length > MOST_LABEL) {
                throw new IllegalArgumentException("'" + name + "' is no name");
            }
            out.write(text.length);
            out.writeBytes(text);
        }
        out.write(0);
        return out.toByteArray();
    }

    private static void put16(ByteArrayOutputStream out, int value) {
        out.write(value >>> 8);
        out.write(value);
    }
}
