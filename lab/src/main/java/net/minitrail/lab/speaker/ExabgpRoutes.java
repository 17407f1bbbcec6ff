package net.minitrail.lab.speaker;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code show adj-rib in extensive} of ExaBGP: a line a route, {@code neighbor ADDRESS … in-open AFI SAFI PREFIX} and
 * then words in pairs, as its configuration has them; a value of several words is in brackets.
 */
final class ExabgpRoutes {
    private static final Pattern LINE =
            Pattern.compile("neighbor (\\S+) .*? (?:ipv4|ipv6) (?:unicast|mpls-vpn) (\\S+/\\d+)(.*)");

    private static final Pattern UP = Pattern.compile("(?m)^(\\S+) .* established ");

    private ExabgpRoutes() {}

    /** @param summary as {@code show neighbor summary} prints it: routes of sessions that are not up are left out */
    static List<ObjectNode> read(String printed, String summary) {
        Set<String> established =
                UP.matcher(summary).results().map(line -> line.group(1)).collect(Collectors.toSet());
        RouteRows rows = new RouteRows();
        printed.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            if (!established.contains(line.group(1))) {
                return;
            }
            Matcher rd = Pattern.compile(" rd (\\S+)").matcher(line.group(3));
            String distinguisher = rd.find() ? rd.group(1) : "";
            RouteRows.Row row = rows.add(RouteRows.familyOf(distinguisher, line.group(2)), distinguisher, line.group(2))
                    .text("source", line.group(1))
                    .active(true);
            Iterator<String> words =
                    Splitter.on(' ').omitEmptyStrings().split(line.group(3)).iterator();
            while (words.hasNext()) {
                attribute(row, words.next(), words);
            }
        });
        return rows.all();
    }

    private static void attribute(RouteRows.Row row, String name, Iterator<String> words) {
        switch (name) {
            case "next-hop" -> row.nextHop(words.next());
            case "label" -> row.number("label", Long.parseLong(values(words).get(0)));
            case "origin" -> row.origin(words.next());
            case "med" -> row.number("med", Long.parseLong(words.next()));
            case "local-preference" -> row.number("local_preference", Long.parseLong(words.next()));
            case "as-path" -> row.text("as_path", String.join(" ", values(words)));
            case "community" -> values(words).forEach(one -> row.element("communities", one));
            case "extended-community" ->
                values(words).stream()
                        .filter(one -> one.startsWith("target:"))
                        .forEach(one -> row.target(one.substring("target:".length())));
            default -> {} // not among the columns, or a value of such a one
        }
    }

    private static List<String> values(Iterator<String> words) {
        List<String> values = new ArrayList<>();
        String word = words.next();
        if (!word.equals("[")) {
            return List.of(word);
        }
        for (word = words.next(); !word.equals("]"); word = words.next()) {
            values.add(word);
        }
        return values;
    }
}
