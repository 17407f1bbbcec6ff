package net.minitrail.lab.process;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of one running lab: {@code state.json}, and a file a node in {@code pids}, {@code logs} and {@code config}.
 *
 * @param path need not exist
 */
public record LabDirectory(Path path) {

    public Path pidFile(String node) {
        return path.resolve("pids").resolve(node);
    }

    public Path log(String node) {
        return path.resolve("logs").resolve(node + ".log");
    }

    public Path configDirectory() {
        return path.resolve("config");
    }

    public Path dataDirectory(String node) {
        return path.resolve("data").resolve(node);
    }

    public Path tlsDirectory() {
        return path.resolve("tls");
    }

    /** Makes the directories, readable by the user only. */
    void create() throws IOException {
        Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String part : new String[] {"pids", "logs", "config", "data"}) {
            Files.createDirectories(path.resolve(part));
        }
    }

    void delete() throws IOException {
        if (Files.exists(path)) {
            MoreFiles.deleteRecursively(path, RecursiveDeleteOption.ALLOW_INSECURE);
        }
    }

    /** What {@link #write} wrote last; empty if the lab never got that far. */
    public Optional<RunningLab> read() {
        Path file = path.resolve("state.json");
        try {
            return Files.exists(file) ? Optional.of(RunningLab.parse(Files.readString(file))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the state in one step, so that a reader never sees half of it. */
    void write(RunningLab lab) throws IOException {
        Path half = path.resolve("state.json.new");
        Files.writeString(half, lab.toJson());
        Files.move(
                half, path.resolve("state.json"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The processes that the lab started and did not forget, alive or not, by node. */
    public ImmutableMap<String, OwnedProcess> processes() {
        Path pids = path.resolve("pids");
        if (!Files.isDirectory(pids)) {
            return ImmutableMap.of();
        }
        ImmutableMap.Builder<String, OwnedProcess> processes = ImmutableMap.builder();
        try (Stream<Path> files = Files.list(pids)) {
            for (Path file : files.sorted().toList()) {
                OwnedProcess.read(file)
                        .ifPresent(process -> processes.put(file.getFileName().toString(), process));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return processes.buildOrThrow();
    }
}
