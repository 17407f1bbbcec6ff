package net.minitrail.gateway.junos;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Prints a tree as Junos does: in curly form, or as {@code set} lines. */
public final class ConfigText {
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_.:/@*+%,=!&<>()'^~|-]+");

    private ConfigText() {}

    /** What is inside {@code node}, each line ending in a line feed; what has nothing inside prints itself. */
    public static String curly(ConfigNode node) {
        var out = new StringBuilder();
        if (node.statement().children().isEmpty()) {
            statement(node, 0, out);
        } else {
            node.children().forEach(child -> statement(child, 0, out));
        }
        return out.toString();
    }

    /** One statement with all inside it, from the left margin. */
    public static String block(ConfigNode node) {
        var out = new StringBuilder();
        statement(node, 0, out);
        return out.toString();
    }

    /** One statement and all inside it, indented by {@code depth} levels of four. */
    static void statement(ConfigNode node, int depth, StringBuilder out) {
        out.append("    ".repeat(depth)).append(head(node));
        if (node.children().isEmpty()) {
            out.append(';').append(remark(node)).append('\n');
            return;
        }
        if (fitsOneLine(node)) {
            ConfigNode only = node.children().get(0);
            out.append(' ').append(head(only)).append(";\n");
            return;
        }
        out.append(" {\n");
        node.children().forEach(child -> statement(child, depth + 1, out));
        out.append("    ".repeat(depth)).append("}\n");
    }

    /** The lines that would set what is inside {@code node}, without {@code set} and the way to it. */
    public static List<String> set(ConfigNode node) {
        List<String> lines = new ArrayList<>();
        node.children().forEach(child -> set("", child, lines));
        return lines;
    }

    /** The {@code set} lines for one statement at {@code place}, which is empty or ends in a blank. */
    public static List<String> setLines(String place, ConfigNode node) {
        List<String> lines = new ArrayList<>();
        List<String> off = new ArrayList<>();
        set(place, node, lines);
        deactivations(place, node, off);
        List<String> all = new ArrayList<>();
        lines.forEach(line -> all.add("set " + line));
        off.forEach(line -> all.add("deactivate " + line));
        return all;
    }

    private static void set(String place, ConfigNode node, List<String> lines) {
        String keyword =
                node.statement().keyword().isEmpty() ? "" : node.statement().keyword() + " ";
        if (node.statement().isList()) {
            node.values().forEach(value -> lines.add(place + keyword + quoted(value)));
            return;
        }
        String here = place + headWords(node);
        if (node.children().isEmpty()) {
            lines.add(here);
        } else {
            node.children().forEach(child -> set(here + " ", child, lines));
        }
    }

    private static void deactivations(String place, ConfigNode node, List<String> lines) {
        String here = place + headWords(node);
        if (node.inactive()) {
            lines.add(here);
        }
        node.children().forEach(child -> deactivations(here + " ", child, lines));
    }

    /** The statement without what is inside it, as the curly form begins it. */
    static String head(ConfigNode node) {
        return (node.inactive() ? "inactive: " : "") + headWords(node);
    }

    private static String headWords(ConfigNode node) {
        List<String> words = new ArrayList<>();
        if (!node.statement().keyword().isEmpty()) {
            words.add(node.statement().keyword());
        }
        boolean bracketed = node.statement().isList() && node.values().size() != 1;
        if (bracketed) {
            words.add("[");
        }
        node.values().forEach(value -> words.add(quoted(value)));
        if (bracketed) {
            words.add("]");
        }
        return String.join(" ", words);
    }

    private static boolean fitsOneLine(ConfigNode node) {
        return node.statement().isOneLine()
                && node.children().size() == 1
                && node.children().get(0).children().isEmpty();
    }

    private static String remark(ConfigNode node) {
        return node.statement().keyword().equals("authentication-key") ? " ## SECRET-DATA" : "";
    }

    private static String quoted(String value) {
        return BARE.matcher(value).matches()
                ? value
                : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
