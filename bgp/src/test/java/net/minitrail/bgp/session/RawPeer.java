package net.minitrail.bgp.session;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;

/** A peer that says exactly what a test wants, octet by octet. */
final class RawPeer implements AutoCloseable {
    static final String MARKER = "ff".repeat(16);
    static final String KEEPALIVE = MARKER + "0013 04";

    private final Socket socket;
    private final DataInputStream in;

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(8000);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    RawPeer(String from, String to, int port) throws IOException {
        this(dial(from, to, port));
    }

    private static Socket dial(String from, String to, int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 * 1024);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByName(to), port), 2000);
        return socket;
    }

    /** Blanks are free. */
    void send(String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    /** An OPEN for VPN-IPv4 with the given two-octet AS. */
    static String open(int as, int holdTime, String routerId) {
        return open(as, holdTime, routerId, "");
    }

    /** The OPEN of a peer whose VPN-IPv4 routes may be kept for two minutes (RFC 4724). */
    static String restartingOpen(int as, String routerId) {
        return open(as, 90, routerId, "0208 4006 0078 0001 80 80");
    }

    /** An OPEN for VPN-IPv4 with more parameters, such as {@code 0202 4600}. */
    static String open(int as, int holdTime, String routerId, String more) {
        String capabilities = "0206 0104 0001 0080" + "0202 0200" + "0206 4104 0000" + "%04x".formatted(as) + more;
        return openWith(as, holdTime, routerId, capabilities);
    }

    /** An OPEN with these parameters, or none. */
    static String openWith(int as, int holdTime, String routerId, String parameters) {
        StringBuilder id = new StringBuilder();
        for (String octet : routerId.split("\\.")) {
            id.append("%02x".formatted(Integer.parseInt(octet)));
        }
        int length = parameters.replace(" ", "").length() / 2;
        return MARKER + "%04x 01 04 %04x %04x %s %02x".formatted(29 + length, as, holdTime, id, length) + parameters;
    }

    /** Takes the next call to {@code on}. */
    static RawPeer answer(ServerSocket on) throws IOException {
        return new RawPeer(on.accept());
    }

    /** The next message without its marker, in hexadecimal; empty at the end of the stream. */
    String receive() throws IOException {
        byte[] header = new byte[19];
        int first = in.read();
        if (first < 0) {
            return "";
        }
        in.readFully(header, 1, 18);
        int length = (header[16] & 0xFF) << 8 | header[17] & 0xFF;
        byte[] body = new byte[length - 19];
        in.readFully(body);
        return HexFormat.of().formatHex(header, 16, 19) + HexFormat.of().formatHex(body);
    }

    /** Skips messages until a NOTIFICATION, and answers its code, subcode and data in hexadecimal. */
    String receiveNotification() throws IOException {
        for (String message = receive(); !message.isEmpty(); message = receive()) {
            if (message.startsWith("03", 4)) {
                return message.substring(6);
            }
        }
        return "closed without NOTIFICATION";
    }

    /** Reads that many octets and forgets them. */
    void skip(long octets) throws IOException {
        in.skipNBytes(octets);
    }

    /** Skips messages until a ROUTE-REFRESH, and answers family and subtype in hexadecimal. */
    String receiveRefresh() throws IOException {
        for (String message = receive(); !message.isEmpty(); message = receive()) {
            if (message.startsWith("05", 4)) {
                return message.substring(6);
            }
        }
        throw new EOFException("closed before a ROUTE-REFRESH came");
    }

    /** Skips keepalives and End-of-RIB until an UPDATE with routes, and answers it in hexadecimal. */
    String receiveRoutes() throws IOException {
        for (String message = receive(); !message.isEmpty(); message = receive()) {
            if (message.startsWith("02", 4) && message.length() > 2 * 16) {
                return message;
            }
        }
        throw new EOFException("closed before a route came");
    }

    /** Exchanges OPEN and KEEPALIVE. */
    RawPeer establish(int as, int holdTime, String routerId) throws IOException {
        return establish(open(as, holdTime, routerId));
    }

    /** Exchanges this OPEN and KEEPALIVE. */
    RawPeer establish(String open) throws IOException {
        send(open);
        send(KEEPALIVE);
        receive();
        receive();
        return this;
    }

    /** Closes with RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
