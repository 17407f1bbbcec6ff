package net.minitrail.controller.config;

/** Where the configuration outlives the process. Confined to the config loop. */
public interface ConfigStore {
    /** Keeps nothing. */
    ConfigStore NONE = new ConfigStore() {
        @Override
        public void load(ConfigGraph graph) {}

        @Override
        public void append(Commit commit) {}
    };

    /** Fills an empty graph with what is kept. */
    void load(ConfigGraph graph);

    /**
     * Keeps a commit: when this returns, it survives the end of the process.
     *
     * @throws Rejected with 503 if it cannot; then the commit is not kept
     */
    void append(Commit commit);
}
