package net.minitrail.vrouter.guest;

import java.util.List;
import java.util.function.Consumer;
import net.minitrail.net.runtime.CommandShell;
import org.jspecify.annotations.Nullable;

/**
 * A terminal of a guest: lines go to its shell, or to the program that the shell has started and that reads them. Confined to
 * the thread of its user.
 */
final class GuestSession implements CommandShell {
    private final LoginShell shell;
    private final Foreground foreground;

    GuestSession(LoginShell shell, Foreground foreground) {
        this.shell = shell;
        this.foreground = foreground;
    }

    /** The program that reads what is typed, if there is one. */
    static final class Foreground {
        private final boolean answers;
        private @Nullable Conversation program;

        /** @param answers whether somebody is there to answer questions; without, programs take the usual answer */
        Foreground(boolean answers) {
            this.answers = answers;
        }

        boolean answersQuestions() {
            return answers;
        }

        void begin(Conversation conversation) {
            program = conversation;
        }
    }

    @Override
    public int run(String text, Consumer<String> out) throws InterruptedException {
        int code = 0;
        try {
            for (String line : text.isEmpty() ? List.of("") : text.lines().toList()) {
                Conversation program = foreground.program;
                if (program != null && !foreground.answers && LoginShell.calls(line)) {
                    program.leave(out);
                    foreground.program = null;
                    program = null;
                }
                code = program == null ? shell.run(line, out) : program.line(line, out);
                Conversation now = foreground.program;
                if (now != null && now.isOver()) {
                    foreground.program = null;
                }
                if (code != 0 && program == null) {
                    return code;
                }
            }
            Conversation open = foreground.program;
            if (open != null && !foreground.answers) {
                open.leave(out);
            }
        } finally {
            if (!foreground.answers) {
                hangUp();
            }
        }
        return code;
    }

    /** Ends what the shell has started. */
    void hangUp() {
        Conversation program = foreground.program;
        foreground.program = null;
        if (program != null) {
            program.hangUp();
        }
    }

    /** Whether a line leaves the terminal's own shell. */
    boolean leaves(String line) {
        return foreground.program == null && shell.leaves(line.strip());
    }

    String farewell() {
        return shell.farewell();
    }

    @Override
    public boolean isTalking() {
        return foreground.program != null;
    }

    @Override
    public String prompt() {
        Conversation program = foreground.program;
        return program == null ? shell.prompt() : program.prompt();
    }

    @Override
    public List<Candidate> complete(String line, int cursor) {
        return foreground.program == null ? shell.complete(line, cursor) : List.of();
    }
}
