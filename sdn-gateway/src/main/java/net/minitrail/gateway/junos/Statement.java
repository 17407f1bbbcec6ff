package net.minitrail.gateway.junos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One rule of the grammar: a keyword, the values after it, and the statements inside it. The tree of rules is built
 * once, by {@link Statements}, and never changes after that.
 */
public final class Statement {
    private final String keyword;
    private final List<ValueType> types;
    private final String marks;
    private final String help;
    private final int order;
    private final List<Statement> children = new ArrayList<>();

    Statement(String keyword, List<ValueType> types, String marks, String help, int order) {
        this.keyword = keyword;
        this.types = List.copyOf(types);
        this.marks = marks;
        this.help = help;
        this.order = order;
    }

    void add(Statement child) {
        children.add(child);
    }

    /** Empty for a rule whose value stands alone, such as an address in a prefix list. */
    public String keyword() {
        return keyword;
    }

    public List<ValueType> types() {
        return types;
    }

    public String help() {
        return help;
    }

    /** Its place among its siblings when printed. */
    int order() {
        return order;
    }

    public List<Statement> children() {
        return children;
    }

    /** Whether it may stand several times in its parent, told apart by its values. */
    public boolean repeats() {
        return marks.contains("*");
    }

    /** Whether it takes a list of values. */
    public boolean isList() {
        return marks.contains("[]");
    }

    /** Whether it is written on one line when it holds a single statement. */
    boolean isOneLine() {
        return marks.contains("-");
    }

    /** Whether it shuts out its siblings of the same kind, as {@code accept} does {@code reject}. */
    boolean isChoice() {
        return marks.contains("%");
    }

    /** The rule for {@code word} inside this one: by keyword, else the one whose value stands alone. */
    public Optional<Statement> child(String word) {
        Optional<Statement> bare = Optional.empty();
        for (Statement child : children) {
            if (child.keyword.equals(word)) {
                return Optional.of(child);
            }
            if (child.keyword.isEmpty()) {
                bare = Optional.of(child);
            }
        }
        return bare;
    }

    /** As {@link #child}, and a beginning that fits only one keyword stands for it. */
    public Optional<Statement> childByBeginning(String word) {
        Optional<Statement> exact = child(word);
        boolean keyword = exact.filter(child -> !child.keyword.isEmpty()).isPresent();
        if (keyword || word.isEmpty()) {
            return exact;
        }
        List<Statement> fitting = children.stream()
                .filter(child -> child.keyword.startsWith(word))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : exact;
    }

    /** The keywords that may stand inside, and {@code <type>} for a value that stands alone. */
    public List<String> words() {
        return children.stream()
                .map(child -> child.keyword.isEmpty() ? "<" + child.types.get(0).label() + ">" : child.keyword)
                .toList();
    }

    @Override
    public String toString() {
        return keyword + types;
    }
}
