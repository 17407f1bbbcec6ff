package net.minitrail.lab.process;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import net.minitrail.net.kernel.NetworkNamespace;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request and its answer on a connection of its own. Unlike the JDK's clients it can be closed by one thread
 * while another one waits for the next part of an answer that never ends.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class HttpConnection implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int MAX_LINE = 8192;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final int status;
    private final InputStream body;

    /** @param wait how long each part of the answer may take; zero for as long as it likes */
    private HttpConnection(String method, URI url, byte @Nullable [] content, Duration wait) throws IOException {
        try {
            connect(url);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) wait.toMillis());
            socket.getOutputStream().write(request(method, url, content));
            in = new BufferedInputStream(socket.getInputStream());
            status = Integer.parseInt(line().split(" ", 3)[1]);
            body = body();
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e instanceof IOException io ? io : new IOException("not HTTP", e);
        }
    }

    private void connect(URI url) throws IOException {
        var to = new InetSocketAddress(url.getHost(), url.getPort());
        if (url.getUserInfo() == null) {
            socket.connect(to, (int) CONNECT.toMillis());
            return;
        }
        boolean unused = new NetworkNamespace(url.getUserInfo()).call(() -> {
            socket.connect(to, (int) CONNECT.toMillis());
            return true;
        });
    }

    /** The user part of the URL, if it has one, names the network namespace to connect from. */
    static HttpConnection open(String method, String url, byte @Nullable [] content, Duration wait) throws IOException {
        return new HttpConnection(method, URI.create(url), content, wait);
    }

    int status() {
        return status;
    }

    InputStream answer() {
        return body;
    }

    /** May be called by any thread; whoever reads the answer gets an {@link IOException}. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static byte[] request(String method, URI url, byte @Nullable [] content) {
        String target = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
        byte[] head =
                "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(
                                method,
                                target,
                                url.getHost() + ":" + url.getPort(),
                                content == null ? 0 : content.length)
                        .getBytes(StandardCharsets.US_ASCII);
        if (content == null) {
            return head;
        }
        byte[] whole = java.util.Arrays.copyOf(head, head.length + content.length);
        System.arraycopy(content, 0, whole, head.length, content.length);
        return whole;
    }

    private InputStream body() throws IOException {
        long length = -1;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Long.parseLong(
                        header.substring("content-length:".length()).strip());
            }
            chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
        }
        return chunked ? new Chunks() : length < 0 ? in : new java.io.ByteArrayInputStream(in.readNBytes((int) length));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.length() > MAX_LINE) {
                throw new EOFException("the answer ends in its head");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    /** The chunked transfer coding (RFC 9112 section 7.1). */
    private final class Chunks extends InputStream {
        private int left;
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0 && !ended) {
                left = Integer.parseInt(line().replaceFirst(";.*", "").strip(), 16);
                ended = left == 0;
            }
            if (ended) {
                return -1;
            }
            int count = in.read(to, offset, Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the answer ends inside a chunk");
            }
            left -= count;
            if (left == 0) {
                line();
            }
            return count;
        }
    }
}
