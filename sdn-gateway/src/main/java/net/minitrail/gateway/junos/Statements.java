package net.minitrail.gateway.junos;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads the grammar from {@code statements.txt}, whose head says how it is written. */
public final class Statements {
    private static final Statement ROOT = read(Statements.class, "statements.txt");

    private Statements() {}

    /** The rule above all others: the top of the hierarchy, {@code [edit]}. */
    public static Statement root() {
        return ROOT;
    }

    /** Reads another grammar, written the same way, from a file beside {@code owner}: that of commands. */
    public static Statement read(Class<?> owner, String file) {
        try (InputStream in = owner.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not beside " + owner);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Statement parse(String text) {
        var root = new Statement("", List.of(), "", "", 0);
        Deque<Statement> open = new ArrayDeque<>();
        open.push(root);
        int order = 0;
        for (String line : text.lines().toList()) {
            String rule = line.strip();
            if (rule.isEmpty() || rule.startsWith("#")) {
                continue;
            }
            int depth = (line.length() - line.stripLeading().length()) / 2;
            while (open.size() > depth + 1) {
                open.pop();
            }
            Statement statement = rule(rule, ++order);
            open.element().add(statement);
            open.push(statement);
        }
        return root;
    }

    private static Statement rule(String rule, int order) {
        int bar = rule.indexOf(" | ");
        String keyword = "";
        var marks = new StringBuilder();
        List<ValueType> types = new ArrayList<>();
        for (String word : rule.substring(0, bar).split(" ", -1)) {
            if (word.startsWith("<")) {
                types.add(ValueType.named(word.substring(1, word.length() - 1)));
            } else if (Character.isLetter(word.charAt(0))) {
                keyword = word;
            } else {
                marks.append(word);
            }
        }
        return new Statement(keyword, types, marks.toString(), rule.substring(bar + 3), order);
    }
}
