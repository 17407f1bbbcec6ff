package net.minitrail.net.runtime;

import org.jspecify.annotations.Nullable;

/** A user's configuration is wrong. The message is complete as it stands: where, what was found, what was expected. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    /** From a record's constructor, which knows the key but not the file; the reader adds the position. */
    public ConfigException(String path, String problem) {
        super(path + ": " + problem);
        this.path = path;
    }

    /** With the position: {@code file:line:column: path: problem}. */
    ConfigException(String file, int line, int column, String path, String problem, @Nullable Throwable cause) {
        super(file + ":" + line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + problem, cause);
        this.path = path;
    }

    /** The key that is wrong, such as {@code neighbors[0].as}. */
    public String path() {
        return path;
    }
}
