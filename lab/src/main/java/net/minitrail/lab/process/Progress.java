package net.minitrail.lab.process;

/** Who is told what happens while a lab starts or stops. Called from several threads, one at a time. */
public interface Progress {
    /** Says nothing. */
    Progress NONE = new Progress() {
        @Override
        public void node(String node, State state, String detail) {}

        @Override
        public void note(String text) {}
    };

    /** How far a node is. */
    enum State {
        STARTING,
        READY,
        WAITING,
        SETTLED,
        FAILED
    }

    /** A node's line changes; {@code detail} is a few words such as the pid and the endpoints. */
    void node(String node, State state, String detail);

    /** Something about the lab as a whole. */
    void note(String text);
}
