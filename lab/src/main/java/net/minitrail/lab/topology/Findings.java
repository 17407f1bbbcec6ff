package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.Suggestion;
import tools.jackson.databind.JsonNode;

/** The mistakes found so far in one document, and the few questions that every check asks. Confined to one reading. */
final class Findings {
    private final YamlTree tree;
    private final List<LabProblem> problems = new ArrayList<>();

    Findings(YamlTree tree) {
        this.tree = tree;
    }

    JsonNode root() {
        return tree.root();
    }

    /** Every mistake once, in the order of the file. */
    ImmutableList<LabProblem> problems() {
        return ImmutableSortedSet.copyOf(problems).asList();
    }

    void addAll(Collection<LabProblem> more) {
        problems.addAll(more);
    }

    /** A mistake in a value. */
    void add(ErrorCode code, String pointer, String message, String hint) {
        problems.add(new LabProblem(code, tree.value(pointer), pointer, message, hint));
    }

    /** A mistake about a whole entry: points at its key. */
    void addAtKey(ErrorCode code, String pointer, String message, String hint) {
        problems.add(new LabProblem(code, tree.entry(pointer), pointer, message, hint));
    }

    /** A mistake inside a block of text: points {@code line} lines (from 1) below the line of its key. */
    void addInBlock(ErrorCode code, String pointer, int line, int column, String message) {
        Position block = tree.value(pointer);
        int first = tree.entry(pointer).line() == block.line()
                        && tree.root().at(pointer).asString("").indexOf('\n') >= 0
                ? block.line()
                : block.line() - 1;
        problems.add(new LabProblem(code, new Position(first + line, Math.max(1, column)), pointer, message, ""));
    }

    /** Reads the text at {@code pointer}; what {@code parse} refuses is a mistake, what is no text is left to the schema. */
    <T> Optional<T> parse(String pointer, ErrorCode code, Function<String, T> parse) {
        JsonNode node = root().at(pointer);
        if (!node.isString()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(node.asString()));
        } catch (IllegalArgumentException e) {
            add(code, pointer, String.valueOf(e.getMessage()), "");
            return Optional.empty();
        }
    }

    /** Whether the name at {@code pointer} is one of {@code known}; another one is a mistake. */
    boolean refersTo(String what, String pointer, Collection<String> known) {
        JsonNode node = root().at(pointer);
        if (!node.isString()) {
            return false;
        }
        String name = node.asString();
        if (!known.contains(name)) {
            add(ErrorCode.DANGLING_NAME, pointer, "no " + what + " '" + name + "'", Suggestion.of(name, known));
            return false;
        }
        return true;
    }

    /** Calls {@code visit} with the key and the pointer of every entry of the map at {@code pointer}. */
    void entries(String pointer, BiConsumer<String, String> visit) {
        JsonNode map = root().at(pointer);
        if (map.isObject()) {
            map.propertyNames().forEach(key -> visit.accept(key, pointer + "/" + YamlTree.escape(key)));
        }
    }

    /** Calls {@code visit} with the pointer of every element of the list at {@code pointer}. */
    void elements(String pointer, java.util.function.Consumer<String> visit) {
        for (int i = 0; i < root().at(pointer).size() && root().at(pointer).isArray(); i++) {
            visit.accept(pointer + "/" + i);
        }
    }

    /** The keys of the map at {@code pointer}. */
    Collection<String> keys(String pointer) {
        JsonNode map = root().at(pointer);
        return map.isObject() ? ImmutableList.copyOf(map.propertyNames()) : ImmutableList.of();
    }
}
