package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.explain.Suggestion;

/**
 * The labs that come with the program.
 *
 * @param directory holds one {@code NAME.yml} a lab
 */
public record LabCatalog(Path directory) {
    /** What {@code up} starts if nothing is named. */
    public static final String DEFAULT = "bring-vms-outside-the-dc";

    /** The names of the built-in labs, sorted. */
    public ImmutableList<String> names() {
        if (!Files.isDirectory(directory)) {
            return ImmutableList.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yml"))
                    .map(name -> name.substring(0, name.length() - ".yml".length()))
                    .sorted()
                    .collect(ImmutableList.toImmutableList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of a built-in lab. */
    public Path file(String name) {
        return directory.resolve(name + ".yml");
    }

    /**
     * The file that a user means: a built-in lab's name, or a path.
     *
     * @throws LabException if it is neither
     */
    public Path resolve(String labOrFile) {
        if (names().contains(labOrFile)) {
            return file(labOrFile);
        }
        Path path = Path.of(labOrFile);
        if (Files.isRegularFile(path)) {
            return path;
        }
        throw new LabException(
                ErrorCode.NO_SUCH_LAB,
                "'" + labOrFile + "' is neither a built-in lab nor a file",
                Suggestion.of(labOrFile, names()));
    }
}
