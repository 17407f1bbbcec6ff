package net.minitrail.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.minitrail.gateway.junos.CommitError;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.junos.ConfigParser;
import net.minitrail.gateway.junos.JunosSyntaxException;
import net.minitrail.gateway.routing.ConfigReader;
import net.minitrail.net.runtime.ConfigException;

/** Reads the Junos text of a node's file, and finds out where in that file an error is. */
final class JunosText {
    private static final Pattern BLOCK = Pattern.compile("config:\\s*[|>].*");

    private JunosText() {}

    /**
     * The first configuration of a node.
     *
     * @param file the node's own, where {@code config} stands in or {@code config-file} is relative to
     * @throws ConfigException if the text has an error, or says what cannot be
     */
    static ConfigNode read(GatewayNodeConfig config, Path file) throws IOException {
        String other = config.configFile();
        Path source = file;
        String text = config.config() == null ? "" : config.config();
        if (other != null) {
            source = file.toAbsolutePath().resolveSibling(other);
            if (!Files.isReadable(source)) {
                throw new ConfigException("config-file", source + " cannot be read");
            }
            text = Files.readString(source);
        }
        try {
            ConfigNode root = ConfigParser.parse(text);
            List<CommitError> errors =
                    ConfigReader.read(root, config.name(), config.address()).errors();
            if (!errors.isEmpty()) {
                throw new ConfigException(
                        source + " (config)",
                        errors.stream().map(CommitError::text).collect(Collectors.joining("", "\n", "")));
            }
            return root;
        } catch (JunosSyntaxException e) {
            throw other != null ? at(e, source, 0, 0) : inBlock(e, source);
        }
    }

    /** Where a position in the block under {@code config:} is in the YAML file. */
    private static ConfigException inBlock(JunosSyntaxException error, Path file) throws IOException {
        List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (BLOCK.matcher(lines.get(i)).matches()) {
                String first = lines.get(i + 1);
                return at(
                        error,
                        file,
                        i + 1,
                        first.length() - first.stripLeading().length());
            }
        }
        return at(error, file, 0, 0);
    }

    private static ConfigException at(JunosSyntaxException error, Path file, int lines, int columns) {
        int line = lines + error.token().line();
        int column = columns + error.token().column();
        return new ConfigException(file + ":" + line + ":" + column + ": config", error.description());
    }
}
