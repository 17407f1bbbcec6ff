package net.minitrail.vrouter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a line: a tool, and the filters that it is piped through, line by line as the output comes. */
public final class Pipeline {
    private static final int NOT_FOUND = 127;

    private final Map<String, Tool> tools;
    private final String shell;

    /** @param shell what unknown commands are reported by, such as {@code bash} or {@code -sh} */
    public Pipeline(String shell, Map<String, Tool> tools) {
        this.shell = shell;
        this.tools = tools;
    }

    /** Runs {@code line} and answers the exit code of its last stage. */
    public int run(String line, Consumer<String> out) throws InterruptedException {
        try {
            List<List<String>> stages = CommandLineSyntax.parse(line);
            if (stages.isEmpty()) {
                return 0;
            }
            Tool tool = tools.get(stages.get(0).get(0));
            if (tool == null) {
                throw new CommandException(NOT_FOUND, notFound(stages.get(0).get(0)));
            }
            var filters = new ArrayList<LineFilter>();
            Consumer<String> next = out;
            for (int i = stages.size() - 1; i > 0; i--) {
                LineFilter filter = LineFilter.of(stages.get(i), next);
                if (filter == null) {
                    throw new CommandException(NOT_FOUND, notFound(stages.get(i).get(0)));
                }
                filters.add(0, filter);
                next = filter;
            }
            return run(tool, tail(stages.get(0)), filters, next, out);
        } catch (CommandException e) {
            out.accept(e.text() + "\n");
            return e.exitCode();
        }
    }

    private static int run(
            Tool tool, List<String> words, List<LineFilter> filters, Consumer<String> first, Consumer<String> errors)
            throws InterruptedException {
        int code;
        try {
            code = tool.run(words, first);
        } catch (LineFilter.ClosedException e) {
            code = 0;
        } catch (CommandException e) {
            errors.accept(e.text() + "\n");
            code = e.exitCode();
        }
        for (LineFilter filter : filters) {
            code = filter.end();
        }
        return code;
    }

    private String notFound(String name) {
        return shell + ": " + name + ": " + (shell.equals("bash") ? "command not found" : "not found");
    }

    private static List<String> tail(List<String> words) {
        return List.copyOf(words.subList(1, words.size()));
    }
}
