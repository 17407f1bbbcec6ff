package net.minitrail.lab.cli;

import java.util.List;
import net.minitrail.lab.process.NodeClient;
import org.jline.keymap.KeyMap;
import org.jline.reader.Binding;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the node says may stand at the cursor: for the tab key, and for {@code ?}, which shows it at once.
 *
 * @param guest null for the node itself
 */
record ShellWords(NodeClient client, @Nullable String guest, String session) implements Completer {

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        JsonNode found = client.complete(line.line(), line.cursor(), guest, session);
        for (int i = 0; i < found.path("candidates").size(); i++) {
            String word = found.path("candidates").path(i).asString("");
            String help = found.path("help").path(i).asString("");
            candidates.add(new Candidate(word, word, null, help.isEmpty() ? null : help, null, null, true));
        }
    }

    /** The prompt of the session as it is. */
    String prompt() {
        return client.complete("", 0, guest, session).path("prompt").asString("> ");
    }

    /** Whether the line ends the shell: {@code exit} or {@code quit} where there is no mode to leave. */
    boolean leaves(String line, String prompt) {
        return (line.equals("exit") || line.equals("quit") || line.equals("logout"))
                        && !prompt.stripTrailing().endsWith("#")
                || line.equals("exit") && guest == null && prompt.contains("@") && prompt.contains(":~");
    }

    void bindQuestionMark(LineReader reader) {
        reader.getWidgets().put("show-help", () -> {
            JsonNode found = client.complete(
                    reader.getBuffer().toString(), reader.getBuffer().cursor(), guest, session);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < found.path("candidates").size(); i++) {
                text.append("  %-20s %s\n"
                        .formatted(
                                found.path("candidates").path(i).asString(""),
                                found.path("help").path(i).asString("")));
            }
            reader.printAbove(text.isEmpty() ? "  no words fit here\n" : text.toString());
            return true;
        });
        KeyMap<Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
        if (keys != null) {
            keys.bind(new Reference("show-help"), "?");
        }
    }
}
