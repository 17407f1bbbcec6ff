package net.minitrail.itests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.minitrail.itests.interop.Results.Cell;
import net.minitrail.itests.labs.Launcher;
import net.minitrail.lab.topology.NodeKind;

/**
 * {@code docs/INTEROP.md}, made of what a run has seen. {@code -Dminitrail.interop.rewrite=true} writes it; otherwise it must
 * be there as it would be written.
 */
final class InteropPage {
    private static final Path FILE = Launcher.root().resolve("docs/INTEROP.md");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(?:\\.\\d+)*");

    private final Results results;
    private final List<Speaker> speakers;

    InteropPage(Results results, List<Speaker> speakers) {
        this.results = results;
        this.speakers = speakers;
    }

    void check() throws IOException {
        String page = text();
        if (Boolean.getBoolean("minitrail.interop.rewrite")) {
            Files.writeString(FILE, page);
        }
        String committed = Files.exists(FILE) ? Files.readString(FILE) : "";
        assertEquals(committed, page, FILE + " is not what was seen; write it with -Dminitrail.interop.rewrite=true");
    }

    private String text() throws IOException {
        var page = new StringBuilder("""
                # Interoperation

                Five speakers of others, each in every role of a lab that it can take. The tables are written by `InteropIT` from what it
                saw; what a speaker holds is read from what it prints itself. *yes*: seen to work. *no*: seen not to, for the reason below
                the table, and the test says so when that changes. A dash: not of this speaker.

                """);
        List<String> versions = new ArrayList<>();
        for (Speaker speaker : speakers) {
            versions.add(speaker.kind() + " " + version(speaker));
        }
        page.append("Versions: ").append(String.join(", ", versions)).append(".\n");
        Set<String> roles =
                results.cells().keySet().stream().map(Cell::role).collect(Collectors.toCollection(LinkedHashSet::new));
        roles.forEach(role -> role(page, role));
        return page.toString();
    }

    private void role(StringBuilder page, String role) {
        page.append("\n## ").append(Character.toUpperCase(role.charAt(0))).append(role, 1, role.length());
        page.append("\n| | |");
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
