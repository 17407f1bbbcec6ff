package net.minitrail.controller.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import net.minitrail.net.runtime.ConfigException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the configuration as a file of lines: a header, then one line a commit, each a checksum and a JSON object. At start
 * the file is rewritten without what later lines replace. A last line that was cut off by a crash is dropped; any other
 * damage refuses the start. One process at a time: the file {@code NAME.lock} beside it is locked.
 */
public final class JournalStore implements ConfigStore, AutoCloseable {
    private final Path file;
    private final FileChannel lock;
    private FileChannel channel;

    private JournalStore(Path file, FileChannel lock, FileChannel channel) {
        this.file = file;
        this.lock = lock;
        this.channel = channel;
    }

    /**
     * Opens the store, making it if it is not there.
     *
     * @throws ConfigException if another process uses it, or it cannot be opened
     */
    public static JournalStore open(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            FileChannel lock =
                    FileChannel.open(beside(file, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                throw new ConfigException("store", file + " is in use by another process");
            }
            return new JournalStore(file, lock, append(file));
        } catch (IOException e) {
            throw new ConfigException("store", file + " cannot be opened: " + e.getMessage());
        }
    }

    @Override
    public void load(ConfigGraph graph) {
        try {
            List<ObjectNode> records = JournalText.read(file, Files.readString(file, StandardCharsets.UTF_8));
            StoredObject.restore(records, graph);
            channel.close();
            Path fresh = beside(file, ".new");
            Files.write(fresh, JournalText.header());
            try (FileChannel out = append(fresh)) {
                write(out, JournalText.line(StoredObject.snapshot(graph)));
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            channel = append(file);
        } catch (IOException e) {
            throw new ConfigException("store", file + " cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void append(Commit commit) {
        if (commit.isEmpty()) {
            return;
        }
        long end = -1;
        try {
            end = channel.size();
            write(channel, JournalText.line(StoredObject.delta(commit)));
        } catch (IOException e) {
            cutBack(end);
            throw new Rejected(503, "the configuration could not be stored: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        lock.close();
    }

    private void cutBack(long end) {
        if (end >= 0) {
            try {
                channel.truncate(end);
            } catch (IOException e) {
                throw new Rejected(503, "the store " + file + " is damaged: " + e.getMessage());
            }
        }
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static FileChannel append(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static void write(FileChannel out, byte[] line) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(line);
        while (octets.hasRemaining()) {
            out.write(octets);
        }
    }
}
