package net.minitrail.xmpp.stream;

import static net.minitrail.xmpp.stream.StreamError.BAD_FORMAT;
import static net.minitrail.xmpp.stream.StreamError.NOT_WELL_FORMED;
import static net.minitrail.xmpp.stream.StreamError.POLICY_VIOLATION;
import static net.minitrail.xmpp.stream.StreamError.RESTRICTED_XML;
import static net.minitrail.xmpp.stream.StreamError.UNSUPPORTED_ENCODING;

import java.util.Arrays;

/**
 * Finds where stanzas begin and end, octet by octet, before an XML parser sees them. It takes away what the dialect allows
 * and XML does not (declarations and keepalives between stanzas), and refuses what XML allows and XMPP does not (document
 * types, comments, processing instructions, RFC 6120 section 11.1) as soon as its second octet is there. It also counts:
 * a stanza past a limit is refused before it is whole.
 */
final class StreamScanner {
    /** Why {@link #scan} stopped. */
    enum Boundary {
        /** No more octets. */
        NONE,
        /** The stream's opening is whole. */
        HEADER,
        /** An element below the stream is whole. */
        STANZA,
        /** The stream's closing tag is whole. */
        CLOSE
    }

    private enum State {
        BETWEEN,
        KEEPALIVE,
        OPENING,
        DECLARATION,
        START_TAG,
        END_TAG,
        TEXT,
        BANG,
        CDATA
    }

    private static final String CDATA_START = "[CDATA[";
    private static final int FIRST_KEEPALIVE_OCTET = 0xC8;
    private static final int SECOND_KEEPALIVE_OCTET = 0x80;

    private final StreamLimits limits;
    private final Utf8Check utf8 = new Utf8Check();
    private final Declaration declaration = new Declaration();
    private State state = State.BETWEEN;
    private int depth;
    private int quote;
    private int attributes;
    private int previous;
    private int matched;
    private int octets;
    private boolean started;
    private boolean filler;
    private int position;
    private byte[] passed = new byte[512];
    private int passedLength;

    StreamScanner(StreamLimits limits) {
        this.limits = limits;
    }

    /** Reads {@code input[from..to)} up to the next boundary; {@link #position} says how far it came. */
    Boundary scan(byte[] input, int from, int to) throws StreamException {
        passedLength = 0;
        for (position = from; position < to; ) {
            Boundary boundary = take(input[position++] & 0xFF);
            if (boundary != Boundary.NONE) {
                return boundary;
            }
        }
        return Boundary.NONE;
    }

    /** Index of the first octet that {@link #scan} has not read. */
    int position() {
        return position;
    }

    /** What the XML parser is to see of the octets read; its first {@link #passedLength} octets count. */
    byte[] passed() {
        return passed;
    }

    int passedLength() {
        return passedLength;
    }

    /** How many elements are open, the stream itself counted; -1 in the middle of a tag, when nobody knows yet. */
    int openElements() {
        return state == State.TEXT || state == State.BETWEEN ? depth : -1;
    }

    /** Whether a keepalive came since this was asked last. */
    boolean takeFiller() {
        boolean seen = filler;
        filler = false;
        return seen;
    }

    private Boundary take(int octet) throws StreamException {
        if (state == State.BETWEEN || state == State.KEEPALIVE) {
            between(octet);
            return Boundary.NONE;
        }
        count();
        switch (state) {
            case OPENING -> opening(octet);
            case DECLARATION -> {
                if (declaration.take(octet)) {
                    state = State.BETWEEN;
                }
            }
            case START_TAG -> {
                pass(octet);
                return startTag(octet);
            }
            case END_TAG -> {
                pass(octet);
                return octet == '>' ? closed(--depth) : Boundary.NONE;
            }
            case TEXT -> {
                if (octet == '<') {
                    state = State.OPENING;
                } else {
                    pass(octet);
                }
            }
            case BANG -> bang(octet);
            case CDATA -> {
                pass(octet);
                if (octet == '>' && matched >= 2) {
                    state = State.TEXT;
                }
                matched = octet == ']' ? matched + 1 : 0;
            }
            default -> throw new AssertionError(state);
        }
        return Boundary.NONE;
    }

    private void between(int octet) throws StreamException {
        if (state == State.KEEPALIVE) {
            if (octet != SECOND_KEEPALIVE_OCTET) {
                throw new StreamException(NOT_WELL_FORMED, "text between stanzas");
            }
            state = State.BETWEEN;
            filler = true;
        } else if (octet == '<') {
            state = State.OPENING;
            octets = 1;
        } else if (octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t') {
            filler = true;
        } else if (octet == FIRST_KEEPALIVE_OCTET) {
            state = State.KEEPALIVE;
        } else if (!started && (octet == 0 || octet >= 0xEF)) {
            throw new StreamException(UNSUPPORTED_ENCODING, "byte order mark or octet %02x first".formatted(octet));
        } else {
            boolean text = octet > ' ' && octet < 0x7F;
            throw new StreamException(
                    text ? BAD_FORMAT : NOT_WELL_FORMED, "octet %02x between stanzas".formatted(octet));
        }
        started = true;
    }

    private void opening(int octet) throws StreamException {
        switch (octet) {
            case '?' -> {
                if (depth > 1) {
                    throw new StreamException(RESTRICTED_XML, "processing instruction in a stanza");
                }
                state = State.DECLARATION;
                declaration.begin();
            }
            case '!' -> {
                if (depth < 2) {
                    throw new StreamException(RESTRICTED_XML, "document type or comment");
                }
                state = State.BANG;
                matched = 0;
            }
            case '/' -> {
                pass('<');
                pass(octet);
                state = State.END_TAG;
            }
            default -> {
                pass('<');
                pass(octet);
                state = State.START_TAG;
                quote = 0;
                attributes = 0;
                previous = octet;
            }
        }
    }

    private Boundary startTag(int octet) throws StreamException {
        if (quote != 0) {
            if (octet == quote) {
                quote = 0;
            }
            return Boundary.NONE;
        }
        if (octet == '"' || octet == '\'') {
            quote = octet;
            if (++attributes > limits.attributes()) {
                throw new StreamException(
                        POLICY_VIOLATION, "element with more than " + limits.attributes() + " attributes");
            }
        } else if (octet == '>') {
            if (previous == '/') {
                return closed(depth);
            }
            if (++depth > limits.depth()) {
                throw new StreamException(POLICY_VIOLATION, "elements nest deeper than " + limits.depth());
            }
            state = depth == 1 ? State.BETWEEN : State.TEXT;
            return depth == 1 ? Boundary.HEADER : Boundary.NONE;
        }
        previous = octet;
        return Boundary.NONE;
    }

    /** An element has ended, and {@code depth} others are open. */
    private Boundary closed(int open) {
        state = open > 1 ? State.TEXT : State.BETWEEN;
        if (open > 1) {
            return Boundary.NONE;
        }
        return open == 1 ? Boundary.STANZA : Boundary.CLOSE;
    }

    private void bang(int octet) throws StreamException {
        if (octet != CDATA_START.charAt(matched)) {
            throw new StreamException(RESTRICTED_XML, "comment or document type in a stanza");
        }
        if (++matched == CDATA_START.length()) {
            pass('<');
            pass('!');
            for (int i = 0; i < CDATA_START.length(); i++) {
                pass(CDATA_START.charAt(i));
            }
            state = State.CDATA;
            matched = 0;
        }
    }

    private void count() throws StreamException {
        int limit = depth == 0 ? limits.headerOctets() : limits.stanzaOctets();
        if (++octets > limit) {
            throw new StreamException(POLICY_VIOLATION, "stanza of more than " + limit + " octets");
        }
    }

    private void pass(int octet) throws StreamException {
        if (!utf8.accepts(octet)) {
            throw new StreamException(NOT_WELL_FORMED, "octet %02x is not UTF-8 here".formatted(octet));
        }
        if (passedLength == passed.length) {
            passed = Arrays.copyOf(passed, 2 * passed.length);
        }
        passed[passedLength++] = (byte) octet;
    }
}
