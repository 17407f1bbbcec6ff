package net.minitrail.vrouter.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * A TELNET stream as it is read (RFC 854): text for a network virtual terminal, with commands in between. Options are refused,
 * so that lines are typed and echoed at the user's end, and Go Ahead says who has the turn. Confined to the routing loop.
 */
final class TelnetStream {
    static final int GO_AHEAD = 249;
    static final int INTERRUPT = 244;

    private static final int MOST_LINE = 4096;
    private static final int IAC = 255;
    private static final int DONT = 254;
    private static final int DO = 253;
    private static final int WONT = 252;
    private static final int WILL = 251;
    private static final int SUBNEGOTIATION = 250;
    private static final int END_OF_SUBNEGOTIATION = 240;

    /** What is read. */
    interface Reader {
        /** Text as it comes, without the carriage returns. */
        void text(String text);

        /** A command other than those about options, which are answered by {@link #reply}. */
        void command(int command);

        /** Octets that the other side is owed. */
        void reply(byte[] octets);
    }

    private enum State {
        TEXT,
        COMMAND,
        OPTION,
        SUBNEGOTIATION,
        SUBNEGOTIATION_COMMAND
    }

    private final Reader reader;
    private State state = State.TEXT;
    private int verb;

    TelnetStream(Reader reader) {
        this.reader = reader;
    }

    void read(byte[] octets) {
        var text = new ByteArrayOutputStream();
        for (byte octet : octets) {
            int value = octet & 0xFF;
            switch (state) {
                case TEXT -> {
                    if (value == IAC) {
                        state = State.COMMAND;
                    } else if (value != '\r' && value != 0) {
                        text.write(value);
                    }
                }
                case COMMAND -> {
                    flush(text);
                    command(value, text);
                }
                case OPTION -> {
                    state = State.TEXT;
                    refuse(value);
                }
                case SUBNEGOTIATION -> state = value == IAC ? State.SUBNEGOTIATION_COMMAND : state;
                case SUBNEGOTIATION_COMMAND ->
                    state = value == END_OF_SUBNEGOTIATION ? State.TEXT : State.SUBNEGOTIATION;
            }
        }
        flush(text);
    }

    private void command(int value, ByteArrayOutputStream text) {
        state = State.TEXT;
        if (value == IAC) {
            text.write(value);
        } else if (value >= WILL) {
            verb = value;
            state = State.OPTION;
        } else if (value == SUBNEGOTIATION) {
            state = State.SUBNEGOTIATION;
        } else {
            reader.command(value);
        }
    }

    /** A request is refused; a refusal, which is what things are like already, needs no answer. */
    private void refuse(int option) {
        if (verb == DO || verb == WILL) {
            reader.reply(new byte[] {(byte) IAC, (byte) (verb == DO ? WONT : DONT), (byte) option});
        }
    }

    private void flush(ByteArrayOutputStream text) {
        if (text.size() > 0) {
            reader.text(text.toString(ISO_8859_1));
            text.reset();
        }
    }

    static byte[] command(int command) {
        return new byte[] {(byte) IAC, (byte) command};
    }

    /** Text as it travels: lines end with carriage return and line feed. */
    static byte[] encode(String text) {
        byte[] plain = text.replace("\n", "\r\n").getBytes(ISO_8859_1);
        var octets = new ByteArrayOutputStream(plain.length);
        for (byte octet : plain) {
            if ((octet & 0xFF) == IAC) {
                octets.write(IAC);
            }
            octets.write(octet);
        }
        return octets.toByteArray();
    }

    /** Gathers text to lines; what is longer than a line may be is cut. */
    static final class Lines {
        private final StringBuilder pending = new StringBuilder();
        private final Consumer<String> each;

        Lines(Consumer<String> each) {
            this.each = each;
        }

        void add(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\n') {
                    String line = pending.toString();
                    pending.setLength(0);
                    each.accept(line);
                } else if (pending.length() < MOST_LINE) {
                    pending.append(c);
                }
            }
        }
    }
}
