package net.minitrail.net.runtime;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableMap;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;

/**
 * Makes a record of the events of one YAML document, as {@link NodeConfig} describes it. Components may be records, lists and
 * maps of what else may be one, and plain values; a record that has a static {@code parse(String)} may be written as text
 * too. What is left out is null, zero or false. Anchors and aliases are not taken. A binder that inspects beans would do the
 * same with 600 classes more, a third of the time that a node takes to start. Confined to one thread.
 */
final class RecordReader {
    private final String file;
    private final ImmutableMap<Class<?>, Function<String, ?>> plain;
    private final Iterator<Event> events;

    /** @param plain how plain values are read; each throws an {@link IllegalArgumentException} for a text that is none */
    RecordReader(String file, ImmutableMap<Class<?>, Function<String, ?>> plain, Iterator<Event> events) {
        this.file = file;
        this.plain = plain;
        this.events = events;
    }

    /** Reads the document; null if there is nothing in it. */
    @Nullable
    Object document(Class<?> type) {
        events.next(); // of the stream
        if (!(events.next() instanceof org.snakeyaml.engine.v2.events.DocumentStartEvent)) {
            return null;
        }
        Object value = value(type, "", events.next());
        events.next(); // of the document
        Event end = events.next();
        if (end instanceof org.snakeyaml.engine.v2.events.DocumentStartEvent) {
            throw fault(end, "", "a second document (expected: one)", null);
        }
        return value;
    }

    private @Nullable Object value(Type type, String path, Event at) {
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        if (at instanceof ScalarEvent scalar) {
            return isNull(scalar) ? nothing(raw, path, at) : plain(raw, path, scalar);
        }
        if (at instanceof SequenceStartEvent && raw == List.class) {
            return list(argument(type, 0), path);
        }
        if (at instanceof MappingStartEvent && raw == Map.class) {
            return map(argument(type, 0), argument(type, 1), path);
        }
        if (at instanceof MappingStartEvent && isRecord(raw)) {
            return record(raw, path, at);
        }
        String found = at instanceof AliasEvent ? "an alias is not taken here" : "found " + kind(at);
        throw fault(at, path, found + " (expected: " + expected(raw) + ")", null);
    }

    private static @Nullable Object absent(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    private @Nullable Object nothing(Class<?> type, String path, Event at) {
        if (type.isPrimitive()) {
            throw fault(at, path, "found nothing (expected: " + expected(type) + ")", null);
        }
        return null;
    }

    private Object plain(Class<?> type, String path, ScalarEvent at) {
        Function<String, ?> known = plain.get(type);
        try {
            if (known != null) {
                return known.apply(at.getValue());
            }
            return shortForm(type).invoke(null, at.getValue());
        } catch (InvocationTargetException e) {
            throw fault(at, path, String.valueOf(e.getTargetException().getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw fault(at, path, String.valueOf(e.getMessage()), e);
        } catch (ReflectiveOperationException e) {
            throw fault(at, path, "found '" + at.getValue() + "' (expected: " + expected(type) + ")", e);
        }
    }

    private static Method shortForm(Class<?> type) throws NoSuchMethodException {
        return type.getMethod("parse", String.class);
    }

    private List<Object> list(Type of, String path) {
        var list = new ArrayList<>();
        for (Event at = events.next(); at.getEventId() != Event.ID.SequenceEnd; at = events.next()) {
            list.add(value(of, path + "[" + list.size() + "]", at));
        }
        return list;
    }

    private Map<Object, Object> map(Type keys, Type values, String path) {
        var map = new LinkedHashMap<>();
        for (Event at = events.next(); at.getEventId() != Event.ID.MappingEnd; at = events.next()) {
            String name = key(at, path);
            Object key = plain((Class<?>) keys, path, (ScalarEvent) at);
            if (map.containsKey(key)) {
                throw fault(at, path, "duplicate key '" + name + "'", null);
            }
            map.put(key, value(values, below(path, name), events.next()));
        }
        return map;
    }

    private Object record(Class<?> type, String path, Event start) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> keys = Arrays.stream(components)
                .map(component -> CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_HYPHEN, component.getName()))
                .toList();
        @Nullable
        Object[] values = Arrays.stream(components)
                .map(component -> absent(component.getType()))
                .toArray();
        Map<String, Event> seen = new LinkedHashMap<>();
        for (Event at = events.next(); at.getEventId() != Event.ID.MappingEnd; at = events.next()) {
            String key = key(at, path);
            int index = keys.indexOf(key);
            if (index < 0) {
                throw fault(at, path, unknown(key, keys), null);
            }
            if (seen.put(key, at) != null) {
                throw fault(at, path, "duplicate key '" + key + "'", null);
            }
            values[index] = value(components[index].getGenericType(), below(path, key), events.next());
        }
        try {
            return constructor(type, components).newInstance(values);
        } catch (InvocationTargetException e) {
            throw refused(e.getTargetException(), components, keys, seen, path, start);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(type + " cannot be made", e);
        }
    }

    private static Constructor<?> constructor(Class<?> type, RecordComponent[] components)
            throws NoSuchMethodException {
        Constructor<?> constructor = type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        return constructor;
    }

    /** Why a record could not be made although each of its values reads well. */
    private RuntimeException refused(
            Throwable why,
            RecordComponent[] components,
            List<String> keys,
            Map<String, Event> seen,
            String path,
            Event start) {
        if (why instanceof ConfigException problem) {
            return fault(seen.getOrDefault(problem.path(), start), path, String.valueOf(problem.getMessage()), problem);
        }
        if (why instanceof IllegalArgumentException) {
            return fault(start, path, String.valueOf(why.getMessage()), why);
        }
        for (int i = 0; i < components.length; i++) {
            boolean optional = components[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (why instanceof NullPointerException && !optional && !seen.containsKey(keys.get(i))) {
                return fault(start, path, "key '" + keys.get(i) + "' is missing", why);
            }
        }
        return new IllegalStateException(why);
    }

    private String key(Event at, String path) {
        if (at instanceof ScalarEvent scalar) {
            return scalar.getValue();
        }
        throw fault(at, path, "found " + kind(at) + " (expected: a key)", null);
    }

    private boolean isRecord(Class<?> type) {
        return type.isRecord() && !plain.containsKey(type);
    }

    private static boolean isNull(ScalarEvent scalar) {
        return scalar.isPlain()
                && switch (scalar.getValue()) {
                    case "", "~", "null", "Null", "NULL" -> true;
                    default -> false;
                };
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String unknown(String key, List<String> known) {
        return NearestWord.to(key, known)
                .map(word -> "unknown key '" + key + "', did you mean '" + word + "'?")
                .orElse("unknown key '" + key + "' (expected one of " + String.join(", ", known) + ")");
    }

    private static String kind(Event at) {
        return at instanceof MappingStartEvent ? "a map" : at instanceof SequenceStartEvent ? "a list" : "an alias";
    }

    private String expected(Class<?> type) {
        return type == List.class ? "a list" : type == Map.class || isRecord(type) ? "a map" : "a plain value";
    }

    private ConfigException fault(Event at, String path, String problem, @Nullable Throwable cause) {
        int line = at.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        int column = at.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
        return new ConfigException(file, line, column, path, problem, cause);
    }
}
