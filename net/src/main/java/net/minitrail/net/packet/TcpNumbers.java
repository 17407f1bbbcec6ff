package net.minitrail.net.packet;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sequence numbers as tcpdump prints them without {@code -S}: those of a conversation's first segments as they are, later ones
 * counted from those. The last thousand conversations are remembered. For one capture; not thread-safe.
 */
public final class TcpNumbers {
    private static final int MOST = 1024;
    static final Base ABSOLUTE = new Base(0, 0);

    private final Map<Ends, Base> conversations = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Ends, Base> eldest) {
            return size() > MOST;
        }
    };

    /** Both ends, each an address and a port. */
    record Ends(String from, String to) {}

    /** What is taken off the numbers of a segment. */
    record Base(int sequence, int acknowledgment) {}

    /** What to take off the numbers of a segment that acknowledges: nothing if it is the first of its conversation, or has SYN. */
    Base base(Ends ends, int sequence, int acknowledgment, boolean synchronizes) {
        var back = new Ends(ends.to, ends.from);
        Base there = conversations.get(ends);
        Base reverse = conversations.get(back);
        if (!synchronizes && there != null) {
            return there;
        } else if (!synchronizes && reverse != null) {
            return new Base(/* sequence= */ reverse.acknowledgment, /* acknowledgment= */ reverse.sequence);
        }
        conversations.remove(back);
        conversations.put(ends, new Base(sequence, acknowledgment - 1));
        return ABSOLUTE;
    }
}
