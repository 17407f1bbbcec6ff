package net.minitrail.itests.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.minitrail.itests.interop.Results.Cell;
import net.minitrail.lab.topology.NodeKind;

/** What was seen of each speaker in each role, as tables. */
final class Matrix {
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(?:\\.\\d+)*");

    private final Results results;
    private final List<Speaker> speakers;

    Matrix(Results results, List<Speaker> speakers) {
        this.results = results;
        this.speakers = speakers;
    }

    /** What must be known before the tables are read. */
    String preamble() throws IOException {
        List<String> versions = new ArrayList<>();
        for (Speaker speaker : speakers) {
            versions.add(speaker.kind() + " " + version(speaker));
        }
        return """
                # Interoperation

                Five speakers of others, each in every role of a lab that it can take. The tables are written by tests from what they
                saw: `InteropIT`, `HelperIT`, `GracefulRestartIT`, `AddPathIT`, `FaultsIT`. What a speaker holds is read from what it prints itself. *yes*: seen to work.
                *no*: seen not to, for the reason below the table, and the test says so when that changes. A dash: not of this speaker.

                """ + "Versions: " + String.join(", ", versions) + ".";
    }

    /** Checks the section of each role on the page, or writes it. */
    void check() throws IOException {
        Set<String> roles =
                results.cells().keySet().stream().map(Cell::role).collect(Collectors.toCollection(LinkedHashSet::new));
        for (String role : roles) {
            InteropPage.check(Character.toUpperCase(role.charAt(0)) + role.substring(1), table(role));
        }
    }

    private String table(String role) {
        var page = new StringBuilder("| | |");
        speakers.forEach(speaker -> page.append(' ').append(speaker.kind()).append(" |"));
        page.append("\n|---|---|").append("---|".repeat(speakers.size())).append('\n');
        List<String> reasons = new ArrayList<>();
        Set<List<String>> rows = results.cells().keySet().stream()
                .filter(cell -> cell.role().equals(role))
                .map(cell -> List.of(cell.family(), cell.feature()))
                .sorted((one, other) -> order(one).compareTo(order(other)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (List<String> row : rows) {
            page.append("| ")
                    .append(row.get(0))
                    .append(" | ")
                    .append(row.get(1))
                    .append(" |");
            for (Speaker speaker : speakers) {
                String reason = results.cells().get(new Cell(role, row.get(0), row.get(1), speaker.kind()));
                page.append(' ')
                        .append(reason == null ? "-" : word(reason, speaker, reasons))
                        .append(" |");
            }
            page.append('\n');
        }
        for (int number = 1; number <= reasons.size(); number++) {
            page.append(number == 1 ? "\n" : "")
                    .append(number)
                    .append(". ")
                    .append(reasons.get(number - 1))
                    .append('\n');
        }
        return page.toString().stripTrailing();
    }

    /** Families in the order of {@link Family}, then sessions. */
    private static String order(List<String> row) {
        for (Family family : Family.values()) {
            if (family.toString().equals(row.get(0))) {
                return "0" + family.ordinal() + row.get(1);
            }
        }
        return "1" + row;
    }

    private static String word(String reason, Speaker speaker, List<String> reasons) {
        if (reason.isEmpty()) {
            return "yes";
        }
        String sentence = speaker.kind() + " " + reason;
        if (!reasons.contains(sentence)) {
            reasons.add(sentence);
        }
        return "no (" + (reasons.indexOf(sentence) + 1) + ")";
    }

    private static String version(Speaker speaker) throws IOException {
        List<String> command = net.minitrail.lab.speaker.Speaker.of(NodeKind.of(speaker.kind()))
                .version();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        String said = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher version = VERSION.matcher(said);
        return version.find() ? version.group() : "unknown";
    }
}
