package net.minitrail.vrouter.forwarding;

import java.util.ArrayList;
import java.util.List;

/** Who wants to hear of each change of a route, as the kernel broadcasts it. Confined to the routing loop. */
public final class RouteWatch {
    private final List<Listener> listeners = new ArrayList<>();

    /** Hears of changes, on the routing loop, after each. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A route was added or replaced, or else deleted.
         *
         * @param vrf index of its table
         */
        void changed(int vrf, FibRoute route, boolean added);
    }

    public void add(Listener listener) {
        listeners.add(listener);
    }

    public void remove(Listener listener) {
        listeners.remove(listener);
    }

    void changed(int vrf, FibRoute route, boolean added) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).changed(vrf, route, added);
        }
    }
}
