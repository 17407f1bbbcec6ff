package net.minitrail.lab.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion bash|zsh|fish}: a script for the shell to source. */
@Command(name = "completion", description = "Prints a completion script for a shell.")
final class CompletionCommand implements Callable<Integer> {
    /** The shells that there is a script for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    Shell shell = Shell.bash;

    private final Minitrail program;

    CompletionCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        CommandLine line = Minitrail.commandLine(program.out(), program.err());
        if (shell == Shell.fish) {
            line.getSubcommands()
                    .forEach((name, command) -> program.out()
                            .println("complete -c minitrail -f -n __fish_use_subcommand -a %s -d '%s'"
                                    .formatted(name, description(command).replace("'", "\\'"))));
        } else {
            program.out().print(AutoComplete.bash("minitrail", line)); // works in zsh too, through bashcompinit
        }
        return 0;
    }

    private static String description(CommandLine command) {
        String[] lines = command.getCommandSpec().usageMessage().description();
        return lines.length == 0 ? "" : lines[0];
    }
}
