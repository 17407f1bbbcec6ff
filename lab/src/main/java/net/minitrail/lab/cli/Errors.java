package net.minitrail.lab.cli;

import java.io.PrintWriter;
import java.util.Objects;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.topology.LabFileException;
import net.minitrail.lab.topology.LabProblem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells the user what went wrong: one message, as text or JSON; a stack trace only with {@code -vv}. */
final class Errors {
    static final int INTERRUPTED = 130;

    private final PrintWriter err;
    private final boolean json;
    private final boolean traces;

    Errors(PrintWriter err, boolean json, boolean traces) {
        this.err = err;
        this.json = json;
        this.traces = traces;
    }

    /** Prints an error and answers its exit status. */
    int print(Throwable error) {
        if (traces) {
            error.printStackTrace(err);
        }
        if (error instanceof InterruptedException) {
            return INTERRUPTED;
        }
        if (error instanceof LabFileException file) {
            problems(file);
            return file.code().exitStatus();
        }
        if (error instanceof LabException known) {
            message(known.code(), Objects.toString(known.getMessage()), known.hint());
            return known.code().exitStatus();
        }
        message(ErrorCode.INTERNAL, error.toString(), traces ? null : "'-vv' shows where");
        return ErrorCode.INTERNAL.exitStatus();
    }

    /** Prints what is wrong with a command line. */
    int usage(CommandLine.ParameterException error) {
        if (traces) {
            error.printStackTrace(err);
        }
        String command = error.getCommandLine().getCommandSpec().qualifiedName();
        String nearest = error instanceof CommandLine.UnmatchedArgumentException unmatched
                ? String.join(" ", unmatched.getSuggestions())
                : "";
        String text = Objects.toString(error.getMessage()).lines().findFirst().orElse("wrong usage");
        message(
                ErrorCode.USAGE,
                text,
                nearest.isEmpty() ? "'" + command + " --help' tells more" : "did you mean: " + nearest);
        return ErrorCode.USAGE.exitStatus();
    }

    private void message(ErrorCode code, String text, @Nullable String hint) {
        if (json) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            ObjectNode entry = list.addObject().put("code", code.code()).put("message", text);
            if (hint != null) {
                entry.put("hint", hint);
            }
            envelope(list);
        } else {
            err.println("minitrail: " + text + (hint == null || hint.isEmpty() ? "" : "; " + hint) + " [" + code.code()
                    + "]");
        }
        err.flush();
    }

    private void problems(LabFileException error) {
        if (json) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            for (LabProblem problem : error.problems()) {
                list.addObject()
                        .put("code", problem.code().code())
                        .put("file", error.file())
                        .put("line", problem.position().line())
                        .put("column", problem.position().column())
                        .put("path", problem.path())
                        .put("message", problem.message())
                        .put("hint", problem.hint());
            }
            envelope(list);
        } else {
            error.problems().forEach(problem -> err.println(error.file() + ":" + problem));
        }
        err.flush();
    }

    private void envelope(ArrayNode list) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode().put("schema", "minitrail.error/v1");
        envelope.set("errors", list);
        err.println(envelope);
    }
}
