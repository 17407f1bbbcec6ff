package net.minitrail.lab.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts processes that outlive the launcher: in a session of their own, so that neither Ctrl-C nor the end of the terminal
 * reaches them, with their output in a log file. Each writes its own pid file before it becomes the program, so that no
 * process is ever unknown.
 */
final class Spawner {
    /** Ends as its child does. */
    private static final String WATCH = """
            trap '' INT HUP
            "$@"
            exit $?
            """;

    private static final String BECOME = """
            trap '' INT HUP
            f() { shift 21; start=$1; }
            start=
            if [ -r /proc/$$/stat ]; then read -r stat </proc/$$/stat; f $stat; fi
            printf '%s %s\\n' "$$" "$start" >"$1" || exit 1
            shift
            exec "$@"
            """;

    /** Ends what has a pid file unless told {@code keep} before its input ends. */
    private static final String GUARD = """
            trap '' INT HUP TERM
            word=
            read -r word
            [ "$word" = keep ] && exit 0
            f() { shift 19; now=$1; }
            for file in "$1"/pids/*; do
              [ -r "$file" ] || continue
              read -r pid start <"$file" || continue
              now=
              if [ -r "/proc/$pid/stat" ]; then read -r stat <"/proc/$pid/stat"; f ${stat##*)} ; fi
              [ "$now" = "$start" ] && kill -KILL "$pid"
            done
            rm -rf "$1"
            root=${1%/*/*}
            rmdir "$root/labs" && rm -f "$root/lock" && rmdir "$root"
            """;

    private Spawner() {}

    /**
     * Starts {@code command} in a directory; it is known by {@code pidFile} from its first moment. What is answered with is
     * no more than a watch over it, with its exit code: to be let go, or the launcher ends 0.3 s later, since a JVM waits that
     * long for the threads that watch its children.
     */
    static Process start(List<String> command, Path pidFile, Path log, Path directory, Map<String, String> environment)
            throws IOException {
        Files.deleteIfExists(pidFile);
        List<String> line = new ArrayList<>(List.of("sh", "-c", WATCH, "minitrail-watch"));
        line.addAll(detached("sh", "-c", BECOME, "minitrail", pidFile.toString()));
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Ends the watch over a process that was started; the process stays. */
    static void letGo(Process watch) {
        watch.destroy();
    }

    /**
     * Starts the guard of a lab that is being started: should the launcher die before it says {@code keep}, however it
     * dies, the guard kills what was started and removes the directory.
     */
    static Process guard(LabDirectory directory) throws IOException {
        return new ProcessBuilder(detached(
                        "sh", "-c", GUARD, "minitrail-guard", directory.path().toString()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static List<String> detached(String... command) {
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            line.add("/usr/bin/setsid");
        }
        line.addAll(List.of(command));
        return line;
    }
}
