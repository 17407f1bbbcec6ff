package net.minitrail.lab.process;

import com.google.common.base.Splitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks for programs where a shell would, and where Debian puts daemons. */
public final class Programs {
    private Programs() {}

    /** The full path of a program, if it is installed. */
    public static Optional<Path> find(String name) {
        String path = System.getenv("PATH");
        for (String directory :
                Splitter.on(':').split((path == null ? "/usr/bin:/bin" : path) + ":/usr/sbin:/sbin:/usr/lib/frr")) {
            Path file = Path.of(directory.isEmpty() ? "." : directory, name);
            if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
