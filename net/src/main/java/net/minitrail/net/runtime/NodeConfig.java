package net.minitrail.net.runtime;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.Function;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.MacAddress;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.underlay.Wiring;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a node's YAML 1.2 file into records. Keys are the components' names in kebab case; the values of the field
 * (addresses, prefixes, route targets …) are read from their text. An unknown key, a duplicate key, a wrong type or a value
 * that a record refuses is a {@link ConfigException} with file, line and column.
 */
public final class NodeConfig {
    /** Larger files are refused: no node's configuration comes near. */
    public static final long MAX_OCTETS = 16L << 20;

    private static final ImmutableMap<Class<?>, Function<String, ?>> PLAIN =
            ImmutableMap.<Class<?>, Function<String, ?>>builder()
                    .put(String.class, text -> text)
                    .put(boolean.class, NodeConfig::truth)
                    .put(Boolean.class, NodeConfig::truth)
                    .put(int.class, NodeConfig::number)
                    .put(Integer.class, NodeConfig::number)
                    .put(long.class, NodeConfig::longNumber)
                    .put(Long.class, NodeConfig::longNumber)
                    .put(Path.class, Path::of)
                    .put(UUID.class, NodeConfig::uuid)
                    .put(Duration.class, Durations::parse)
                    .put(IpAddress.class, IpAddress::parse)
                    .put(Ipv4Address.class, Ipv4Address::parse)
                    .put(IpPrefix.class, IpPrefix::parse)
                    .put(Ipv4Prefix.class, Ipv4Prefix::parse)
                    .put(MacAddress.class, MacAddress::parse)
                    .put(RouteDistinguisher.class, RouteDistinguisher::parse)
                    .put(RouteTarget.class, RouteTarget::parse)
                    .put(Wiring.class, Wiring::of)
                    .buildOrThrow();

    private NodeConfig() {}

    /**
     * Reads {@code file} as one {@code type}.
     *
     * @throws ConfigException if the file can't be read, is no YAML, or does not fit the type
     */
    public static <T> T read(Path file, Class<T> type) {
        String text;
        try {
            if (Files.size(file) > MAX_OCTETS) {
                throw new ConfigException(file.toString(), "larger than " + MAX_OCTETS + " octets");
            }
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(file.toString(), "no such file");
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "cannot be read: " + e.getMessage());
        }
        return read(file.toString(), text, type);
    }

    /** Reads {@code text}; {@code name} stands for the file in messages. */
    public static <T> T read(String name, String text, Class<T> type) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit((int) MAX_OCTETS)
                .build();
        try {
            Iterator<Event> events = new Parse(settings).parseString(text).iterator();
            Object value = new RecordReader(name, PLAIN, events).document(type);
            if (value == null) {
                throw new ConfigException(name, 1, 1, "", "the file is empty", null);
            }
            return type.cast(value);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(1);
            throw new ConfigException(name, line, column, "", e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new ConfigException(name, 1, 1, "", String.valueOf(e.getMessage()), e);
        }
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> true;
            case "false", "False", "FALSE" -> false;
            default -> throw new IllegalArgumentException("found '" + text + "' (expected: true or false)");
        };
    }

    private static Integer number(String text) {
        long number = longNumber(text);
        if (number != (int) number) {
            throw new IllegalArgumentException(text + " is not in " + Integer.MIN_VALUE + ".." + Integer.MAX_VALUE);
        }
        return (int) number;
    }

    private static Long longNumber(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("found '" + text + "' (expected: a whole number)", e);
        }
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not a UUID", e);
        }
    }
}
