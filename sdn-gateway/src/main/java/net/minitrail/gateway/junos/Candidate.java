package net.minitrail.gateway.junos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A configuration that is being edited. Edits come as lines of words relative to a place in the hierarchy; a line with an
 * error changes nothing. Not thread-safe: its owner lets one edit at a time.
 */
public final class Candidate {
    private final ConfigNode root;

    public Candidate(ConfigNode root) {
        this.root = root.copy();
    }

    public ConfigNode root() {
        return root;
    }

    /** Sets what {@code words} say below {@code place}. */
    public void set(List<String> place, List<Token> words) {
        set(place, words, true);
    }

    /** As the other {@code set}; in a file every keyword has to be written out. */
    void set(List<String> place, List<Token> words, boolean beginnings) {
        List<Token> path = join(place, words);
        ConfigNode trial = root.copy();
        ConfigEditor.set(trial, path, end(path), beginnings);
        root.become(trial);
    }

    /** Removes what {@code words} name below {@code place}, all of that place if there are none; false if not there. */
    public boolean delete(List<String> place, List<Token> words) {
        List<Token> path = join(place, words);
        if (path.isEmpty()) {
            root.children().clear();
            return true;
        }
        if (endsInKeyword(path)) {
            return deleteEvery(path);
        }
        List<ConfigNode> nodes = ConfigEditor.path(root, path, end(path));
        ConfigNode last = nodes.get(nodes.size() - 1);
        ConfigNode parent = nodes.size() == 1 ? root : nodes.get(nodes.size() - 2);
        Optional<ConfigNode> there =
                parent.children().stream().filter(child -> child == last).findFirst();
        if (there.isEmpty()) {
            return false;
        }
        String lastWord = path.get(path.size() - 1).text();
        if (last.statement().isList()
                && last.values().contains(lastWord)
                && last.values().size() > 1) {
            last.setValues(last.values().stream()
                    .filter(value -> !value.equals(lastWord))
                    .toList());
            return true;
        }
        boolean valueFits = last.statement().types().isEmpty()
                || last.values().contains(lastWord)
                || !last.statement().isList()
                        && last.values().get(last.values().size() - 1).equals(lastWord);
        return valueFits && parent.children().remove(last);
    }

    /** Marks what {@code words} name as inactive, or active again; false if it is not there. */
    public boolean activate(List<String> place, List<Token> words, boolean active) {
        List<Token> path = join(place, words);
        List<ConfigNode> nodes = ConfigEditor.path(root, path, end(path));
        Optional<ConfigNode> node = find(root, path);
        if (node.isEmpty() || nodes.isEmpty()) {
            return false;
        }
        node.get().setInactive(!active);
        return true;
    }

    /** The statement at a path, if it exists. */
    public static Optional<ConfigNode> find(ConfigNode root, List<Token> path) {
        List<ConfigNode> nodes = ConfigEditor.path(root, new ArrayList<>(path), end(path));
        ConfigNode parent = root;
        for (ConfigNode node : nodes) {
            if (parent.children().stream().noneMatch(child -> child == node)) {
                return Optional.empty();
            }
            parent = node;
        }
        return Optional.of(parent);
    }

    /** The full words of a path, beginnings spelled out: what an {@code [edit …]} banner shows. */
    public static List<String> spelled(ConfigNode root, List<Token> path) {
        List<String> words = new ArrayList<>();
        for (ConfigNode node : ConfigEditor.path(root, new ArrayList<>(path), end(path))) {
            if (!node.statement().keyword().isEmpty()) {
                words.add(node.statement().keyword());
            }
            words.addAll(node.values());
        }
        return words;
    }

    /** Whether the path ends in the keyword of statements that have names, so that it means all of them. */
    public static boolean endsInKeyword(List<Token> path) {
        try {
            ConfigEditor.path(ConfigNode.empty(), new ArrayList<>(path), end(path));
            return false;
        } catch (JunosSyntaxException e) {
            return e.problem().equals("missing argument");
        }
    }

    /** The statements of a path that {@link #endsInKeyword}. */
    public static List<ConfigNode> findEvery(ConfigNode root, List<Token> path) {
        if (!endsInKeyword(path)) {
            return List.of();
        }
        Optional<ConfigNode> parent = find(root, path.subList(0, path.size() - 1));
        String keyword = path.get(path.size() - 1).text();
        return parent.stream()
                .flatMap(node -> node.children().stream())
                .filter(child -> child.statement().keyword().startsWith(keyword))
                .toList();
    }

    private boolean deleteEvery(List<Token> path) {
        List<ConfigNode> every = findEvery(root, path);
        Optional<ConfigNode> parent = find(root, path.subList(0, path.size() - 1));
        return parent.isPresent() && parent.get().children().removeAll(every) && !every.isEmpty();
    }

    private static List<Token> join(List<String> place, List<Token> words) {
        List<Token> path = new ArrayList<>();
        place.forEach(word -> path.add(new Token(word, 1, 1, false)));
        path.addAll(words);
        return path;
    }

    private static Token end(List<Token> path) {
        if (path.isEmpty()) {
            return new Token("", 1, 1, false);
        }
        Token last = path.get(path.size() - 1);
        return new Token("", last.line(), last.column() + last.text().length() + 1, false);
    }
}
