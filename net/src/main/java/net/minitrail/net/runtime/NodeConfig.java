package net.minitrail.net.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.Ipv4Prefix;
import net.minitrail.net.MacAddress;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import net.minitrail.net.underlay.Wiring;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a node's YAML 1.2 file into records. Keys are the components' names in kebab case; the values of the field
 * (addresses, prefixes, route targets …) are read from their text. An unknown key, a duplicate key, a wrong type or a value
 * that a record refuses is a {@link ConfigException} with file, line and column.
 */
public final class NodeConfig {
    /** Larger files are refused: no node's configuration comes near. */
    public static final long MAX_OCTETS = 16L << 20;

    private static final YAMLMapper MAPPER = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .addModule(values())
            .build();

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
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new ConfigException(name, 1, 1, "", "the file is empty", null);
            }
            return value;
        } catch (JacksonException e) {
            throw positioned(name, text, e);
        }
    }

    private static ConfigException positioned(String name, String text, JacksonException error) {
        TokenStreamLocation location = error.getLocation();
        int line = location == null ? 1 : Math.max(1, location.getLineNr());
        int column = location == null ? 1 : Math.max(1, location.getColumnNr());
        String path = error instanceof DatabindException bind ? path(bind.getPath()) : "";
        if (error instanceof ValueInstantiationException unbuilt) {
            String pointer = path.isEmpty()
                    ? ""
                    : "/" + path.replace("[", "/").replace("]", "").replace('.', '/');
            RecordKeys.Fault fault = RecordKeys.find(
                    MAPPER, text, pointer.replace("//", "/"), unbuilt.getType().getRawClass());
            if (fault != null && (fault.unknown() || unbuilt.getCause() instanceof NullPointerException)) {
                return new ConfigException(name, fault.line(), fault.column(), path, fault.problem(), error);
            }
        }
        return new ConfigException(name, line, column, path, problem(error), error);
    }

    private static String problem(JacksonException error) {
        if (error instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds().stream()
                    .map(Object::toString)
                    .sorted()
                    .toList();
            return RecordKeys.unknown(unknown.getPropertyName(), known);
        }
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigException || cause instanceof IllegalArgumentException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return error.getOriginalMessage();
    }

    private static String path(List<JacksonException.Reference> references) {
        return references.stream()
                .map(reference -> reference.getPropertyName() != null
                        ? "." + reference.getPropertyName()
                        : "[" + reference.getIndex() + "]")
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
    }

    private static SimpleModule values() {
        return new SimpleModule()
                .addDeserializer(IpAddress.class, text(IpAddress.class, IpAddress::parse))
                .addDeserializer(Ipv4Address.class, text(Ipv4Address.class, Ipv4Address::parse))
                .addDeserializer(IpPrefix.class, text(IpPrefix.class, IpPrefix::parse))
                .addDeserializer(Ipv4Prefix.class, text(Ipv4Prefix.class, Ipv4Prefix::parse))
                .addDeserializer(MacAddress.class, text(MacAddress.class, MacAddress::parse))
                .addDeserializer(RouteDistinguisher.class, text(RouteDistinguisher.class, RouteDistinguisher::parse))
                .addDeserializer(RouteTarget.class, text(RouteTarget.class, RouteTarget::parse))
                .addDeserializer(Wiring.class, text(Wiring.class, Wiring::of))
                .addKeyDeserializer(Ipv4Address.class, new Ipv4AddressKey())
                .addDeserializer(java.time.Duration.class, text(java.time.Duration.class, Durations::parse));
    }

    private static <T> StdDeserializer<T> text(Class<T> type, java.util.function.Function<String, T> parse) {
        return new StdDeserializer<>(type) {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) {
                String text = parser.getValueAsString();
                try {
                    if (text == null) {
                        throw new IllegalArgumentException("a plain value is expected here");
                    }
                    return parse.apply(text);
                } catch (IllegalArgumentException e) {
                    throw context.weirdStringException(String.valueOf(text), type, String.valueOf(e.getMessage()))
                            .withCause(e);
                }
            }
        };
    }

    /** A map's key that is an address. */
    private static final class Ipv4AddressKey extends tools.jackson.databind.KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            try {
                return Ipv4Address.parse(key);
            } catch (IllegalArgumentException e) {
                return context.handleWeirdKey(Ipv4Address.class, key, "%s", String.valueOf(e.getMessage()));
            }
        }
    }
}
