package net.minitrail.gateway.junos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The difference of two configurations, as {@code show | compare} prints it. */
public final class ConfigDiff {
    private final StringBuilder out = new StringBuilder();

    private ConfigDiff() {}

    /** What leads from {@code before} to {@code after}; empty if they say the same. */
    public static String between(ConfigNode before, ConfigNode after) {
        var diff = new ConfigDiff();
        diff.level(before, after, List.of(), 2);
        return diff.out.toString();
    }

    private void level(ConfigNode before, ConfigNode after, List<String> path, int margin) {
        List<String> lines = new ArrayList<>();
        for (ConfigNode old : before.children()) {
            Optional<ConfigNode> now = counterpart(after, old);
            if (now.isEmpty()) {
                lines.addAll(marked('-', margin, old));
            } else if (!isLevel(old, now.get())) {
                line(old, now.get(), margin, lines);
            } else if (old.inactive() != now.get().inactive()) {
                lines.add("!" + " ".repeat(margin + 2) + (now.get().inactive() ? "inactive: " : "active: ")
                        + old.title() + " { ... }");
            }
        }
        for (ConfigNode now : after.children()) {
            if (counterpart(before, now).isEmpty()) {
                lines.addAll(marked('+', margin, now));
            }
        }
        if (!lines.isEmpty()) {
            out.append(path.isEmpty() ? "[edit]" : "[edit " + String.join(" ", path) + "]")
                    .append('\n');
            lines.forEach(line -> out.append(line).append('\n'));
        }
        for (ConfigNode old : before.children()) {
            counterpart(after, old).filter(now -> isLevel(old, now)).ifPresent(now -> {
                List<String> below = new ArrayList<>(path);
                below.add(old.title());
                level(old, now, below, margin + width(old));
            });
        }
    }

    private static void line(ConfigNode old, ConfigNode now, int margin, List<String> lines) {
        if (!old.values().equals(now.values())) {
            lines.addAll(marked('-', margin, old));
            lines.addAll(marked('+', margin, now));
        } else if (old.inactive() != now.inactive()) {
            lines.add("!" + " ".repeat(margin + 2) + (now.inactive() ? "inactive: " : "active: ") + old.title() + ";");
        }
    }

    private static Optional<ConfigNode> counterpart(ConfigNode parent, ConfigNode child) {
        return parent.same(child.statement(), child.values());
    }

    /** Whether only what is below can differ. One that has another value now, such as an AS with {@code loops}, is another. */
    private static boolean isLevel(ConfigNode old, ConfigNode now) {
        return !old.statement().children().isEmpty() && old.values().equals(now.values());
    }

    /** Junos counts its hierarchy so: {@code system} and {@code protocols} are no level, {@code family x} is two. */
    private static int width(ConfigNode node) {
        return switch (node.statement().keyword()) {
            case "system", "protocols" -> 0;
            case "family" -> 2;
            default -> 1;
        };
    }

    private static List<String> marked(char mark, int margin, ConfigNode node) {
        var text = new StringBuilder();
        ConfigText.statement(node, 0, text);
        return text.toString()
                .lines()
                .map(line -> mark + " ".repeat(margin) + line)
                .toList();
    }
}
