package net.minitrail.lab.process;

import com.google.common.base.Splitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks for programs where a shell of root would. */
public final class Programs {
    private Programs() {}

    /** The user's search path, and where daemons are, which is not on everybody's. */
    static String path() {
        String path = System.getenv("PATH");
        return (path == null ? "/usr/bin:/bin" : path) + ":/usr/sbin:/sbin";
    }

    /** The full path of a program, if it is installed. */
    public static Optional<Path> find(String name) {
        if (name.startsWith("/")) {
            return Optional.of(Path.of(name)).filter(Files::isExecutable);
        }
        for (String directory : Splitter.on(':').split(path())) {
            Path file = Path.of(directory.isEmpty() ? "." : directory, name);
            if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
