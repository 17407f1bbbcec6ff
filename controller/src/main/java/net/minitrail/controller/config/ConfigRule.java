package net.minitrail.controller.config;

/**
 * A condition that a shape cannot express, or a value that the server chooses. Rules run in a fixed order, before anything
 * is changed; the first to refuse ends the request.
 */
public interface ConfigRule {

    /**
     * Checks {@code draft} and may complete it.
     *
     * @param configuration as it is now, without the draft
     * @throws Rejected if the draft may not become true
     */
    void check(Draft draft, ConfigGraph configuration);

    /** Checks that {@code object}, to which nobody refers, may go. */
    default void checkDelete(ConfigObject object) {}

    /** Hears what has happened, to keep an index. Also called for each object when a store is read. */
    default void applied(Commit.Change change) {}
}
