package net.minitrail.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.minitrail.gateway.junos.Candidate;
import net.minitrail.gateway.junos.CommandParser;
import net.minitrail.gateway.junos.ConfigDiff;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.junos.ConfigText;
import net.minitrail.gateway.junos.JunosSyntaxException;
import net.minitrail.gateway.junos.Statements;
import net.minitrail.gateway.junos.Token;
import net.minitrail.gateway.routing.PeerSnapshot;
import net.minitrail.gateway.routing.TunnelSnapshot;
import net.minitrail.net.IpAddress;
import net.minitrail.net.packet.PacketText;
import net.minitrail.net.packet.TcpNumbers;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.net.underlay.CapturedFrame;

/** The commands of the {@code >} prompt. Runs on the caller's thread. */
final class OperationalMode {
    static final CommandParser COMMANDS = new CommandParser(Statements.read(OperationalMode.class, "commands.txt"));

    private static final String VERSION = "0.1.0";

    private final CommandContext context;

    OperationalMode(CommandContext context) {
        this.context = context;
    }

    /** Runs one command, without its pipes' filters; answers the exit code. */
    int run(List<Token> words, Pipes pipes, Consumer<String> out) throws InterruptedException {
        if (!COMMANDS.knows(words.get(0).text())) {
            throw new JunosSyntaxException(
                    words.get(0),
                    "unknown command",
                    COMMANDS.next(List.of()).stream()
                            .map(CommandParser.Next::word)
                            .toList());
        }
        if (isShow(words, "configuration")) {
            out.accept(configuration(words.subList(2, words.size()), pipes));
            return 0;
        }
        ConfigNode command = parse(words);
        ConfigNode verb = command.children().get(0);
        return switch (verb.statement().keyword()) {
            case "show" -> show(words, verb, out);
            case "ping" -> PingCommand.run(context.gateway().config(), context.packets(), verb, out);
            case "clear" -> clear(verb, out);
            case "monitor" -> monitor(verb, out);
            case "traceroute" -> TracerouteCommand.run(context.gateway().config(), context.packets(), verb, out);
            default -> 0;
        };
    }

    private static ConfigNode parse(List<Token> words) {
        try {
            return COMMANDS.parse(words);
        } catch (JunosSyntaxException e) {
            throw e.problem().equals("syntax error")
                    ? new JunosSyntaxException(e.token(), "syntax error, expecting <command>", e.expected())
                    : e;
        }
    }

    /** Whether the words begin with {@code show} and then {@code keyword}, or clear beginnings of both. */
    static boolean isShow(List<Token> words, String keyword) {
        return words.size() > 1
                && words.get(0).text().length() > 1
                && "show".startsWith(words.get(0).text())
                && words.get(1).text().length() > 3
                && keyword.startsWith(words.get(1).text());
    }

    private int show(List<Token> words, ConfigNode show, Consumer<String> out) {
        if (show.children().isEmpty()) {
            throw incomplete(words);
        }
        ConfigNode what = show.children().get(0);
        String text = switch (what.statement().keyword()) {
            case "route" -> RouteCommand.run(context.gateway(), what);
            case "bgp" -> bgp(words, what);
            case "interfaces" -> interfaces(what);
            case "dynamic-tunnels" -> InterfaceText.database(context.gateway().tunnels());
            case "version" -> version();
            default -> system(what);
        };
        out.accept(text);
        return text.startsWith("error: ") ? 1 : 0;
    }

    private static JunosSyntaxException incomplete(List<Token> words) {
        Token last = words.get(words.size() - 1);
        return new JunosSyntaxException(
                new Token("", 1, last.column() + last.text().length() + 1, false),
                "syntax error, expecting <command>",
                COMMANDS.next(words).stream().map(CommandParser.Next::word).toList());
    }

    private String bgp(List<Token> words, ConfigNode bgp) {
        List<PeerSnapshot> peers = context.gateway().peers();
        if (bgp.has("summary")) {
            return BgpText.summary(peers);
        }
        Optional<ConfigNode> group = bgp.one("group");
        if (group.isPresent()) {
            return BgpText.groups(
                    context.gateway().config(), peers, group.get().valueOf("").orElse(""));
        }
        Optional<ConfigNode> neighbor = bgp.one("neighbor");
        if (neighbor.isEmpty()) {
            throw incomplete(words);
        }
        Optional<IpAddress> only = neighbor.get().valueOf("").map(IpAddress::parse);
        List<PeerSnapshot> shown = peers.stream()
                .filter(peer ->
                        only.isEmpty() || only.get().equals(peer.config().address()))
                .toList();
        return shown.isEmpty() && only.isPresent()
                ? "error: no such neighbor: " + only.get() + "\n"
                : BgpNeighborText.all(shown);
    }

    private String interfaces(ConfigNode options) {
        List<TunnelSnapshot> tunnels = context.gateway().tunnels();
        String name = options.valueOf("").orElse("");
        var config = context.gateway().config();
        if (options.has("terse") || name.isEmpty()) {
            return InterfaceText.terse(config, tunnels, name);
        }
        for (TunnelSnapshot tunnel : tunnels) {
            if (name.equals(InterfaceText.TUNNELS + "." + tunnel.unit())) {
                return InterfaceText.tunnel(tunnel);
            }
        }
        int index = new ArrayList<>(config.interfaces().keySet()).indexOf(name);
        if (index >= 0) {
            return InterfaceText.logical(name, config, index);
        }
        if (name.equals(InterfaceText.TUNNELS)) {
            var all = new StringBuilder(InterfaceText.physical(name));
            tunnels.forEach(tunnel -> all.append('\n').append(InterfaceText.tunnel(tunnel)));
            return all.toString();
        }
        boolean device = name.equals("ge-0/0/0")
                || config.interfaces().keySet().stream().anyMatch(logical -> logical.startsWith(name + "."));
        if (!device) {
            return "error: device " + name + " not found\n";
        }
        var all = new StringBuilder(InterfaceText.physical(name));
        int at = 0;
        for (String logical : config.interfaces().keySet()) {
            if (logical.startsWith(name + ".")) {
                all.append('\n').append(InterfaceText.logical(logical, config, at));
            }
            at++;
        }
        return all.toString();
    }

    private String system(ConfigNode system) {
        Optional<Integer> number = system.valueOf("rollback").map(Integer::valueOf);
        if (number.isPresent()) {
            Optional<ConfigNode> former = context.store().former(number.get());
            return former.map(ConfigText::curly)
                    .orElse("error: could not find rollback configuration " + number.get() + "\n");
        }
        long up = context.gateway().uptimeSeconds();
        return "Protocols started: " + Ages.ofRoute(up) + " ago\n";
    }

    private String version() {
        return "Hostname: %s\nModel: minitrail sdn-gateway\nJunos: %s (minitrail)\n"
                .formatted(context.hostName(), VERSION);
    }

    private String configuration(List<Token> path, Pipes pipes) {
        ConfigNode active = context.store().active();
        Optional<Integer> compare = pipes.compare();
        if (compare.isPresent()) {
            return context.store()
                    .former(compare.get())
                    .map(former -> ConfigDiff.between(former, active))
                    .orElse("error: could not find rollback configuration " + compare.get() + "\n");
        }
        return configText(active, path, pipes.displaySet());
    }

    /** A part of a configuration in either form; nothing if it does not stand there. */
    static String configText(ConfigNode root, List<Token> path, boolean set) {
        List<ConfigNode> every = Candidate.findEvery(root, path);
        if (!every.isEmpty()) {
            String place = String.join(" ", Candidate.spelled(root, path.subList(0, path.size() - 1)));
            return statements(every, place, set);
        }
        Optional<ConfigNode> node = Candidate.find(root, path);
        if (node.isEmpty()) {
            return "";
        }
        String place = String.join(" ", Candidate.spelled(root, path));
        if (node.get().statement().children().isEmpty()) {
            int parent = place.lastIndexOf(' ' + node.get().title());
            return set
                    ? statements(List.of(node.get()), parent < 0 ? "" : place.substring(0, parent), true)
                    : ConfigText.curly(node.get());
        }
        return set ? statements(node.get().children(), place, true) : ConfigText.curly(node.get());
    }

    private static String statements(List<ConfigNode> nodes, String place, boolean set) {
        var out = new StringBuilder();
        String prefix = place.isEmpty() ? "" : place + " ";
        for (ConfigNode node : nodes) {
            if (set) {
                ConfigText.setLines(prefix, node)
                        .forEach(line -> out.append(line).append('\n'));
            } else {
                out.append(ConfigText.block(node));
            }
        }
        return out.toString();
    }

    private int clear(ConfigNode clear, Consumer<String> out) {
        Optional<ConfigNode> asked = clear.one("bgp").flatMap(bgp -> bgp.one("neighbor"));
        Optional<IpAddress> only = asked.flatMap(node -> node.valueOf("")).map(IpAddress::parse);
        int cleared = 0;
        boolean soft = clear.one("bgp")
                .flatMap(bgp -> bgp.one("neighbor"))
                .filter(node -> node.has("soft") || node.has("soft-inbound"))
                .isPresent();
        for (PeerSnapshot peer : context.gateway().peers()) {
            IpAddress address = peer.config().address();
            if ((only.isEmpty() || only.get().equals(address))
                    && (soft
                            ? context.gateway().refresh(address)
                            : context.gateway().clear(address))) {
                cleared++;
            }
        }
        if (only.isPresent() && cleared == 0) {
            out.accept("error: no such neighbor: " + only.get() + "\n");
            return 1;
        }
        if (!soft) {
            out.accept("Cleared " + cleared + " connections\n");
        }
        return 0;
    }

    private int monitor(ConfigNode monitor, Consumer<String> out) throws InterruptedException {
        ConfigNode traffic = monitor.one("traffic").orElse(monitor);
        String name = traffic.valueOf("interface").orElse("ge-0/0/0");
        if (!context.captures().points().contains(name)) {
            out.accept("error: interface " + name + " not found\n");
            return 1;
        }
        int count = traffic.valueOf("count").map(Integer::valueOf).orElse(Integer.MAX_VALUE);
        out.accept("verbose output suppressed, use <detail> or <extensive> for full protocol decode\n");
        out.accept("Listening on " + name + ", capture size 96 bytes\n\n");
        try (CaptureHub.Capture capture = context.captures().open(List.of(name))) {
            var numbers = new TcpNumbers();
            int seen = 0;
            while (seen < count) {
                CapturedFrame frame = capture.next(1000);
                if (frame != null) {
                    seen++;
                    boolean link = traffic.has("layer2-headers");
                    out.accept(PacketText.line(frame.time(), frame.frame(), link, numbers) + "\n");
                } else {
                    out.accept(""); // throws once nobody reads any more
                }
            }
        }
        return 0;
    }
}
