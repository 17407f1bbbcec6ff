package net.minitrail.controller.introspect;

import java.util.Map;
import net.minitrail.net.runtime.CommandShell;
import net.minitrail.net.runtime.ControlApi;
import org.jspecify.annotations.Nullable;

/** A control node as its control endpoint shows it. Thread-safe. */
public final class ControlView implements ControlApi.Node {
    private final NodeView node;

    public ControlView(NodeView node) {
        this.node = node;
    }

    @Override
    public Map<String, Object> status() {
        return StatusPage.of(node);
    }

    @Override
    public @Nullable Iterable<Map<String, Object>> inspect(String what, ControlApi.Query query) {
        return new InspectPage(node).rows(what, query);
    }

    /** It has no guests. */
    @Override
    public @Nullable CommandShell shell(@Nullable String guest) {
        return guest == null ? new ControllerShell(node) : null;
    }
}
