package net.minitrail.lab.scenario;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.minitrail.lab.process.RemoteCommand;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.net.runtime.Durations;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs a command and looks at what it prints.
 *
 * @param terminal where the command is typed, once; empty to run it by itself
 * @param golden the whole text that it must print, or null
 * @param lostAtMost how long its pings may go without an answer, which is reported; null not to look
 * @param words learns what the golden text's names stand for
 * @param exit the exit code that it must have; null for any, if there is something to look for in the output, else 0
 */
record OutputCheck(
        String on,
        String command,
        String terminal,
        ImmutableList<String> contains,
        ImmutableList<String> lacks,
        ImmutableList<Pattern> matches,
        @Nullable GoldenText golden,
        @Nullable Duration lostAtMost,
        @Nullable Integer exit,
        Words words)
        implements Check {

    static OutputCheck of(JsonNode run, JsonNode output, Words words) {
        ImmutableList.Builder<Pattern> patterns = ImmutableList.builder();
        output.path("matches").forEach(text -> patterns.add(Pattern.compile(text.asString(), Pattern.MULTILINE)));
        Integer exit = output.isMissingNode() ? Integer.valueOf(0) : null;
        return new OutputCheck(
                run.path("on").asString(),
                words.fill(run.path("command").asString()),
                run.path("terminal").asString(""),
                texts(output.path("contains")),
                texts(output.path("lacks")),
                patterns.build(),
                output.has("text") ? GoldenText.parse(output.path("text").asString(), words.all()) : null,
                output.has("lost-at-most")
                        ? Durations.parse(output.path("lost-at-most").asString())
                        : null,
                output.has("exit") ? Integer.valueOf(output.path("exit").asInt()) : exit,
                words);
    }

    @Override
    public boolean once() {
        return !terminal.isEmpty();
    }

    @Override
    public Verdict look(RunningLab lab) throws IOException, InterruptedException {
        StringBuilder said = new StringBuilder();
        RemoteCommand remote = new RemoteCommand(lab, on);
        int code = terminal.isEmpty()
                ? remote.run(command, said::append)
                : remote.type(terminal, command, true, said::append);
        String text = said.toString();
        List<String> wrong = new ArrayList<>();
        if (exit != null && exit != code) {
            wrong.add("exit code " + code + " (expected: " + exit + ")");
        }
        contains.stream().filter(part -> !text.contains(part)).forEach(part -> wrong.add("lacks: " + part));
        lacks.stream().filter(text::contains).forEach(part -> wrong.add("contains: " + part));
        matches.stream()
                .filter(pattern -> !pattern.matcher(text).find())
                .forEach(pattern -> wrong.add("does not match: " + pattern));
        if (golden != null) {
            golden.match(text).ifPresentOrElse(words::learn, () -> wrong.add("is not: " + golden));
        }
        Duration lost = lostAtMost == null ? null : Outage.of(command, text);
        if (lostAtMost != null && lost != null && lost.compareTo(lostAtMost) > 0) {
            wrong.add("no answer for " + lost.toMillis() / 1000.0 + " s");
        }
        if (wrong.isEmpty()) {
            return lost == null ? Verdict.good() : Verdict.good("no answer for " + lost.toMillis() / 1000.0 + " s");
        }
        wrong.add(on + "> " + command);
        text.lines().limit(40).forEach(wrong::add);
        return Verdict.bad(String.join("\n", wrong));
    }

    private static ImmutableList<String> texts(JsonNode list) {
        ImmutableList.Builder<String> texts = ImmutableList.builder();
        list.forEach(text -> texts.add(text.asString()));
        return texts.build();
    }
}
