package net.minitrail.gateway.junos;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The active configuration, those it replaced, and the one candidate that all users of the node share, as with
 * {@code configure}. Thread-safe: every method holds the store while it runs, which is short.
 */
public final class ConfigStore {
    /** How many replaced configurations are kept for {@code rollback}. */
    public static final int KEPT = 49;

    private final Deque<ConfigNode> replaced = new ArrayDeque<>();
    private final Target target;
    private ConfigNode active;
    private Candidate candidate;

    /** Who turns a configuration into a running state. */
    public interface Target {
        /** What speaks against the configuration; empty if it may be applied. Changes nothing. */
        List<CommitError> check(ConfigNode configuration);

        /** Applies a configuration that passed {@link #check}; returns once it is in force. */
        void apply(ConfigNode configuration);
    }

    /** Starts with an active configuration that is in force already. */
    public ConfigStore(ConfigNode active, Target target) {
        this.active = active.copy();
        this.candidate = new Candidate(active);
        this.target = target;
    }

    /** The active configuration; not to be changed. */
    public synchronized ConfigNode active() {
        return active;
    }

    /** A snapshot of the candidate. */
    public synchronized ConfigNode candidate() {
        return candidate.root().copy();
    }

    public synchronized void set(List<String> place, List<Token> words) {
        candidate.set(place, words);
    }

    /** False if there was nothing to delete. */
    public synchronized boolean delete(List<String> place, List<Token> words) {
        return candidate.delete(place, words);
    }

    /** False if there is no such statement. */
    public synchronized boolean activate(List<String> place, List<Token> words, boolean active) {
        return candidate.activate(place, words, active);
    }

    /** What speaks against committing the candidate. */
    public synchronized List<CommitError> check() {
        return target.check(candidate.root());
    }

    /** Puts the candidate in force, all of it or, if anything speaks against it, nothing. */
    public synchronized List<CommitError> commit() {
        List<CommitError> errors = check();
        if (errors.isEmpty() && !candidate.root().sameAs(active)) {
            ConfigNode next = candidate.root().copy();
            target.apply(next);
            replaced.addFirst(active);
            if (replaced.size() > KEPT) {
                replaced.removeLast();
            }
            active = next;
        }
        return errors;
    }

    /** Makes the candidate a copy of the {@code number}-th configuration, 0 being the active one; false if none. */
    public synchronized boolean rollback(int number) {
        Optional<ConfigNode> former = former(number);
        former.ifPresent(node -> candidate = new Candidate(node));
        return former.isPresent();
    }

    /** The {@code number}-th configuration, 0 being the active one. */
    public synchronized Optional<ConfigNode> former(int number) {
        return number == 0
                ? Optional.of(active)
                : replaced.stream().skip(number - 1L).findFirst();
    }

    /** Replaces the candidate by another text. */
    public synchronized void override(ConfigNode text) {
        candidate = new Candidate(text);
    }

    /** Whether the candidate differs from the active configuration. */
    public synchronized boolean changed() {
        return !candidate.root().sameAs(active);
    }
}
