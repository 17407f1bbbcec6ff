package net.minitrail.lab.process;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Where running labs keep what they need: {@code $XDG_STATE_HOME/minitrail}, else {@code ~/.minitrail}.
 *
 * @param directory need not exist
 */
public record StateRoot(Path directory) {

    /** The user's. */
    public static StateRoot ofUser() {
        String xdg = System.getenv("XDG_STATE_HOME");
        return new StateRoot(
                xdg == null || xdg.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".minitrail")
                        : Path.of(xdg, "minitrail"));
    }

    /** The directory of a lab, running or not. */
    public LabDirectory lab(String name) {
        return new LabDirectory(directory.resolve("labs").resolve(name));
    }

    /** The names of the labs that have a directory, sorted. */
    public ImmutableList<String> labs() {
        Path labs = directory.resolve("labs");
        if (!Files.isDirectory(labs)) {
            return ImmutableList.of();
        }
        try (Stream<Path> found = Files.list(labs)) {
            return found.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .collect(ImmutableList.toImmutableList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done while no other launcher of this user does such a thing. */
    interface Exclusive<T> {
        T run() throws IOException;
    }

    /** Keeps other launchers of this user out while one chooses addresses. */
    <T> T exclusively(Exclusive<T> action) throws IOException {
        Files.createDirectories(directory);
        try (FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // released with the channel
            return action.run();
        }
    }

    /** Removes the empty directories that the last lab left. */
    void prune() {
        try {
            for (Path path : new Path[] {directory.resolve("labs"), directory.resolve("lock"), directory}) {
                if (Files.isDirectory(path) && !labs().isEmpty()) {
                    return;
                }
                Files.deleteIfExists(path);
            }
        } catch (java.nio.file.DirectoryNotEmptyException e) {
            return; // somebody keeps other things there
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
