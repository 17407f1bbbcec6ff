package net.minitrail.itests.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the tables of faults. Columns stand between bars, a row that is too long goes on after a backslash. */
final class Catalogue {
    private static final Set<String> ALL_NODES = Set.of("controller", "sdn-gateway");
    private static final List<String> MESSAGES = List.of("header", "open", "states", "update", "nlri");

    private static final Pattern BRACES = Pattern.compile("\\{(.*)\\}");

    private Catalogue() {}

    static List<Fault> all() {
        List<Fault> faults = new ArrayList<>();
        for (String table : MESSAGES) {
            rows(table).forEach(row -> faults.add(fault(row[0], row, row[3], row[4], row[5])));
        }
        rows("attribute").forEach(row -> faults.addAll(inEachPlace(row)));
        return faults;
    }

    /** A bad attribute first, in the middle and last, in the place of a good one of its type. */
    private static List<Fault> inEachPlace(String[] row) {
        String bad = row[3];
        boolean classic = bad.substring(3, 5).equals("03");
        List<String> good = new ArrayList<>(List.of("$origin", "$path", "$pref", "$targets"));
        good.remove(
                switch (bad.substring(3, 5)) {
                    case "01" -> "$origin";
                    case "02" -> "$path";
                    case "05" -> "$pref";
                    case "10" -> "$targets";
                    default -> "";
                });
        if (!bad.startsWith("04", 3)) {
            good.add("$metric");
        }
        if (!classic) {
            good.add("$vpn4-reach");
        }
        List<Fault> faults = new ArrayList<>();
        String[] places = {"first", "in the middle", "last"};
        for (int place = 0; place < places.length; place++) {
            List<String> attributes = new ArrayList<>(good);
            attributes.add(place * good.size() / 2, "{ " + bad + " }");
            String update = "<02 ( ) ( " + String.join(" ", attributes) + " ) " + (classic ? "$inet" : "") + " >";
            faults.add(fault(row[0] + ", " + places[place], row, classic ? "inet" : "vpn4", update, row[4]));
        }
        return faults;
    }

    /** What stands in braces in the octets may be called {@code $bad} in the outcome. */
    private static Fault fault(String name, String[] row, String state, String octets, String outcome) {
        Matcher braces = BRACES.matcher(octets);
        String bad = braces.find() ? Matcher.quoteReplacement(braces.group(1)) : "";
        return new Fault(
                name,
                row[1],
                peers(row[2]),
                nodes(row[2]),
                state,
                octets.replaceAll("[{}]", ""),
                outcome.replaceAll("\\$bad\\b", bad));
    }

    private static Stream<String[]> rows(String table) {
        return read(table)
                .replaceAll("\\\\\\n\\s*", "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.split("\\s*\\|\\s*", -1));
    }

    private static String read(String table) {
        try (InputStream in = Catalogue.class.getResourceAsStream("/faults/" + table + ".txt")) {
            if (in == null) {
                throw new IllegalStateException("no table of faults called " + table);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code both} are peers of today, inside and outside the AS. */
    private static Set<PeerKind> peers(String column) {
        Set<PeerKind> peers = EnumSet.noneOf(PeerKind.class);
        for (String word : column.split("[ ,]+")) {
            switch (word) {
                case "both" -> peers.addAll(EnumSet.of(PeerKind.INTERNAL, PeerKind.EXTERNAL));
                case "internal", "external", "old" -> peers.add(PeerKind.valueOf(word.toUpperCase(Locale.ROOT)));
                default -> nodes(word);
            }
        }
        return peers;
    }

    private static Set<String> nodes(String column) {
        return column.contains("@controller") ? Set.of("controller") : ALL_NODES;
    }
}
