package net.minitrail.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.minitrail.gateway.junos.CommandParser;
import net.minitrail.gateway.junos.CommandParser.Next;
import net.minitrail.gateway.junos.JunosSyntaxException;
import net.minitrail.gateway.junos.Statements;
import net.minitrail.gateway.junos.Token;
import net.minitrail.gateway.junos.Tokens;
import net.minitrail.gateway.routing.GatewayConfig.Vrf;
import net.minitrail.gateway.routing.TableSnapshot;
import net.minitrail.net.runtime.CommandShell.Candidate;

/** What may stand at the cursor, from the same grammars that commands are read by. */
final class Completion {
    private final CommandContext context;
    private final boolean configuring;
    private final boolean single;
    private final List<String> place;

    private Completion(CommandContext context, boolean configuring, boolean single, List<String> place) {
        this.context = context;
        this.configuring = configuring;
        this.single = single;
        this.place = place;
    }

    /** @param typed the line up to the cursor; its last word, if no blank follows it, is what is being completed */
    static List<Candidate> of(
            CommandContext context, String typed, boolean configuring, boolean single, List<String> place) {
        String text = typed.endsWith("?") ? typed.substring(0, typed.length() - 1) : typed;
        try {
            int bar = text.lastIndexOf('|');
            List<Token> words = Tokens.of(bar < 0 ? text : text.substring(bar + 1));
            boolean fresh = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
            String begun =
                    fresh || words.isEmpty() ? "" : words.get(words.size() - 1).text();
            List<Token> whole = fresh || words.isEmpty() ? words : words.subList(0, words.size() - 1);
            var completion = new Completion(context, configuring, single, place);
            Stream<Candidate> all = bar >= 0 && whole.isEmpty() ? entries(Pipes.HELP) : completion.after(whole);
            return all.filter(candidate -> candidate.word().startsWith(begun))
                    .distinct()
                    .toList();
        } catch (JunosSyntaxException e) {
            return List.of(); // an open quote: nothing of ours to complete
        }
    }

    private Stream<Candidate> after(List<Token> words) {
        if (words.isEmpty()) {
            Stream<Candidate> modes = configuring || single ? entries(ConfigureMode.HELP) : Stream.of();
            return configuring ? modes : Stream.concat(operational(words), modes);
        }
        String verb = ConfigureMode.spelled(words.get(0).text());
        List<Token> rest = words.subList(1, words.size());
        if (OperationalMode.isShow(words, "configuration")) {
            return statements(List.of(), words.subList(2, words.size()));
        }
        if (configuring && verb.equals("run")) {
            return operational(rest);
        }
        boolean editing =
                List.of("set", "delete", "edit", "activate", "deactivate").contains(verb);
        if ((configuring || single) && editing || configuring && verb.equals("show")) {
            return statements(place, rest);
        }
        if (verb.equals("commit")) {
            return Stream.of(
                    new Candidate("and-quit", "Quit configuration mode if commit succeeds"),
                    new Candidate("check", "Check correctness of syntax; do not apply changes"));
        }
        Stream<Candidate> more = single && verb.equals("show") ? statements(List.of(), rest) : Stream.of();
        return configuring ? Stream.of() : Stream.concat(operational(words), more);
    }

    private Stream<Candidate> operational(List<Token> words) {
        return candidates(OperationalMode.COMMANDS.next(words), words);
    }

    private Stream<Candidate> statements(List<String> place, List<Token> words) {
        List<Token> path = new ArrayList<>();
        place.forEach(word -> path.add(new Token(word, 1, 1, false)));
        path.addAll(words);
        return candidates(CommandParser.next(Statements.root(), path), words);
    }

    private Stream<Candidate> candidates(List<Next> next, List<Token> words) {
        return next.stream()
                .flatMap(way -> way.isValue() ? values(way, words) : Stream.of(new Candidate(way.word(), way.help())));
    }

    /** Values that exist: names of instances, tables, neighbors. */
    private Stream<Candidate> values(Next way, List<Token> words) {
        String before = words.isEmpty() ? "" : words.get(words.size() - 1).text();
        Stream<String> known = switch (before) {
            case "routing-instance", "instance", "routing-instances" ->
                context.gateway().config().vrfs().stream().map(Vrf::name);
            case "table" -> context.gateway().tables().stream().map(TableSnapshot::name);
            case "bgp", "neighbor" ->
                context.gateway().peers().stream()
                        .map(peer -> peer.config().address().toString());
            case "interfaces" ->
                Stream.concat(
                        context.gateway().tunnels().stream().map(tunnel -> InterfaceText.TUNNELS + "." + tunnel.unit()),
                        context.gateway().config().interfaces().keySet().stream());
            default -> Stream.of();
        };
        return known.map(word -> new Candidate(word, way.help()));
    }

    private static Stream<Candidate> entries(List<String[]> help) {
        return help.stream().map(entry -> new Candidate(entry[0], entry[1]));
    }
}
