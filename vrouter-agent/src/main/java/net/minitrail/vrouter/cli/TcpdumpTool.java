package net.minitrail.vrouter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.minitrail.net.packet.PacketText;
import net.minitrail.net.packet.TcpNumbers;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.CapturedFrame;

/**
 * {@code tcpdump [-n…] [-e] [-v] [-l] [-S] [-i IF] [-c N] [FILTER]}: prints what passes an interface until the reader stops it.
 * Thread-safe.
 */
public final class TcpdumpTool implements Tool {
    private static final long IDLE_MILLIS = 500;

    private final CaptureHub hub;
    private final Supplier<Map<String, String>> interfaces;
    private final Predicate<String> hasAddress;
    private final String snapLength;

    /**
     * For a host or a guest.
     *
     * @param interfaces the capture point by the interface's name, the one that is watched unless told otherwise first
     * @param hasAddress whether an interface has an IPv4 address
     * @param snapLength what its release prints as capture size
     */
    public TcpdumpTool(
            CaptureHub hub, Supplier<Map<String, String>> interfaces, Predicate<String> hasAddress, String snapLength) {
        this.hub = hub;
        this.interfaces = interfaces;
        this.hasAddress = hasAddress;
        this.snapLength = snapLength;
    }

    /** What to do with frames, as typed. */
    private record Call(
            String point, int count, boolean linkLevel, boolean verbose, boolean absolute, FrameFilter filter) {}

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        Map<String, String> known = interfaces.get();
        Call call = parse(words, known);
        String point = known.get(call.point);
        if (point == null) {
            throw new CommandException(
                    1, "tcpdump: " + call.point + ": No such device exists\n(SIOCGIFHWADDR: No such device)");
        }
        if (!hasAddress.test(call.point)) {
            out.accept("tcpdump: WARNING: " + call.point + ": no IPv4 address assigned\n");
        }
        String listening = "listening on %s, link-type EN10MB (Ethernet), capture size %s bytes%n"
                .formatted(call.point, snapLength);
        out.accept(
                call.verbose
                        ? "tcpdump: " + listening
                        : "tcpdump: verbose output suppressed, use -v or -vv for full protocol decode\n" + listening);
        TcpNumbers numbers = call.absolute ? null : new TcpNumbers();
        int seen = 0;
        try (CaptureHub.Capture capture = hub.open(List.of(point))) {
            while (call.count == 0 || seen < call.count) {
                CapturedFrame frame = capture.next(IDLE_MILLIS);
                if (frame == null) {
                    out.accept(""); // a sign of life, to notice a reader who left
                } else if (call.filter.matches(frame.frame())) {
                    seen++;
                    String line = call.verbose
                            ? PacketText.verbose(frame.time(), frame.frame(), call.linkLevel, numbers)
                            : PacketText.line(frame.time(), frame.frame(), call.linkLevel, numbers);
                    out.accept(line + "\n");
                }
            }
        }
        out.accept("%d packet%s captured%n%d packet%s received by filter%n0 packets dropped by kernel%n"
                .formatted(seen, seen == 1 ? "" : "s", seen, seen == 1 ? "" : "s"));
        return 0;
    }

    private static Call parse(List<String> words, Map<String, String> known) throws CommandException {
        String point = "";
        int count = 0;
        boolean linkLevel = false;
        boolean verbose = false;
        boolean absolute = false;
        var expression = new ArrayList<String>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!expression.isEmpty() || !word.startsWith("-") || word.equals("-")) {
                expression.add(word);
                continue;
            }
            for (int at = 1; at < word.length(); at++) {
                char option = word.charAt(at);
                if (option == 'i' || option == 'c') {
                    String value = at + 1 < word.length()
                            ? word.substring(at + 1)
                            : i + 1 < words.size() ? words.get(++i) : "";
                    if (option == 'i') {
                        point = value;
                    } else if (value.matches("[0-9]{1,9}") && Integer.parseInt(value) > 0) {
                        count = Integer.parseInt(value);
                    } else {
                        throw new CommandException(1, "tcpdump: invalid packet count " + value);
                    }
                    break;
                } else if (option == 'e') {
                    linkLevel = true;
                } else if (option == 'v') {
                    verbose = true;
                } else if (option == 'S') {
                    absolute = true;
                } else if ("nltqU".indexOf(option) < 0) {
                    throw new CommandException(
                            1,
                            "tcpdump: invalid option -- '" + option
                                    + "'\nUsage: tcpdump [-elnSv] [-c count] [-i interface] [expression]");
                }
            }
        }
        if (point.isEmpty()) {
            point = known.isEmpty() ? "any" : known.keySet().iterator().next();
        }
        return new Call(point, count, linkLevel, verbose, absolute, FrameFilter.parse(expression));
    }
}
