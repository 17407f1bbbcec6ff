package net.minitrail.lab.cli;

import com.google.common.collect.ImmutableList;
import java.util.Locale;

/** Every command, in the order of the help text. */
final class Commands {
    private Commands() {}

    static ImmutableList<Object> all(Minitrail program) {
        return ImmutableList.of(
                new UpCommand(program),
                new DownCommand(program),
                new RestartCommand(program),
                new KillCommand(program),
                new StatusCommand(program),
                new LabsCommand(program),
                new LogsCommand(program),
                new EventsCommand(program),
                new ExecCommand(program),
                new ShellCommand(program),
                new RunCommand(program),
                new InspectCommand(program),
                new CaptureCommand(program),
                new GraphCommand(program),
                new ValidateCommand(program),
                new DoctorCommand(program),
                new NodeCommand(),
                new TestCommand(program),
                new CompletionCommand(program),
                new ExplainCommand(program),
                new VersionCommand(program));
    }

    /**
     * The command of that name if it is one, else all of them: whoever names his command first, as most do, does not wait for
     * the grammar of the others.
     */
    static ImmutableList<Object> of(Minitrail program, String name) {
        ImmutableList<Object> all = all(program);
        return all.stream()
                .filter(command -> command.getClass()
                        .getSimpleName()
                        .toLowerCase(Locale.ROOT)
                        .equals(name + "command"))
                .findFirst()
                .map(ImmutableList::of)
                .orElse(all);
    }
}
