package net.minitrail.gateway.junos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a configuration and those inside it. Mutable while it is part of a candidate, which one thread edits at
 * a time; a committed tree is a copy that nobody changes any more.
 */
public final class ConfigNode {
    private final Statement statement;
    private final List<ConfigNode> children = new ArrayList<>();
    private List<String> values;
    private boolean inactive;
    private @Nullable Token origin;

    ConfigNode(Statement statement, List<String> values) {
        this.statement = statement;
        this.values = new ArrayList<>(values);
    }

    /** An empty configuration. */
    public static ConfigNode empty() {
        return new ConfigNode(Statements.root(), List.of());
    }

    public Statement statement() {
        return statement;
    }

    /** What follows the keyword: the name of a named statement, the value of a leaf, the members of a list. */
    public List<String> values() {
        return List.copyOf(values);
    }

    /** The first value, which statements with a type always have. */
    public String value() {
        return values.get(0);
    }

    public boolean inactive() {
        return inactive;
    }

    /** Where in its file it stood, if it came from one. */
    public Optional<Token> origin() {
        return Optional.ofNullable(origin);
    }

    public List<ConfigNode> children() {
        return children;
    }

    void setValues(List<String> values) {
        this.values = new ArrayList<>(values);
    }

    void setInactive(boolean inactive) {
        this.inactive = inactive;
    }

    void setOrigin(Token origin) {
        this.origin = origin;
    }

    /** The active statements with this keyword; {@code ""} for values that stand alone. */
    public Stream<ConfigNode> all(String keyword) {
        return children.stream()
                .filter(child -> !child.inactive && child.statement.keyword().equals(keyword));
    }

    /** The first active statement with this keyword. */
    public Optional<ConfigNode> one(String keyword) {
        return all(keyword).findFirst();
    }

    /** The first value of the active statement with this keyword. */
    public Optional<String> valueOf(String keyword) {
        return one(keyword).map(ConfigNode::value);
    }

    /** All values of the active statements with this keyword, in order. */
    public List<String> valuesOf(String keyword) {
        return all(keyword).flatMap(child -> child.values.stream()).toList();
    }

    public boolean has(String keyword) {
        return one(keyword).isPresent();
    }

    /** The statement as written, without what is inside it: {@code "group CONTRAIL"}, {@code "accept"}. */
    public String title() {
        String name = String.join(" ", values);
        return statement.keyword().isEmpty()
                ? name
                : name.isEmpty() ? statement.keyword() : statement.keyword() + " " + name;
    }

    /** The child that a new statement of this rule and these values would take the place of. */
    Optional<ConfigNode> same(Statement rule, List<String> name) {
        return children.stream()
                .filter(child -> child.statement == rule && (!rule.repeats() || child.values.equals(name)))
                .findFirst();
    }

    /** Adds a child after its like, in the order of the grammar. */
    void insert(ConfigNode child) {
        int at = children.size();
        while (at > 0 && children.get(at - 1).statement.order() > child.statement.order()) {
            at--;
        }
        children.add(at, child);
    }

    /** A deep copy that shares nothing with this tree. */
    public ConfigNode copy() {
        var copy = new ConfigNode(statement, values);
        copy.inactive = inactive;
        copy.origin = origin;
        children.forEach(child -> copy.children.add(child.copy()));
        return copy;
    }

    /** Makes this tree equal to a copy of {@code other}, which must be of the same rule. */
    void become(ConfigNode other) {
        children.clear();
        other.children.forEach(child -> children.add(child.copy()));
    }

    /** Whether both trees would be printed alike; the order of terms counts. */
    public boolean sameAs(ConfigNode other) {
        return ConfigText.curly(this).equals(ConfigText.curly(other));
    }

    @Override
    public String toString() {
        return title();
    }
}
