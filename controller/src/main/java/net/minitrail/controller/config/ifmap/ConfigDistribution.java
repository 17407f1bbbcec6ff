package net.minitrail.controller.config.ifmap;

import com.google.common.collect.Lists;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import net.minitrail.controller.config.Commit;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.xmpp.stanza.ConfigChange;
import net.minitrail.xmpp.stanza.Dialect;
import net.minitrail.xmpp.stanza.RenderedBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps each agent's part of the configuration up to date. Confined to the config loop. */
public final class ConfigDistribution {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigDistribution.class);

    private final ConfigGraph configuration;
    /** By session, since an agent that comes again has nothing. */
    private final Map<Object, Recipient> recipients = new LinkedHashMap<>();

    private record Recipient(String name, AgentGraph graph, Consumer<RenderedBody> sink) {}

    public ConfigDistribution(ConfigGraph configuration) {
        this.configuration = configuration;
    }

    /** The agent's session came up; stanzas for it go to {@code sink}. */
    public void up(Object session, String name, Consumer<RenderedBody> sink) {
        recipients.put(session, new Recipient(name, new AgentGraph(), sink));
    }

    public void down(Object session) {
        recipients.remove(session);
    }

    /** The agent wants the configuration that hangs on {@code node}: {@code virtual-router:…} or {@code virtual-machine:…}. */
    public void subscribe(Object session, String node) {
        Recipient recipient = recipients.get(session);
        if (recipient == null) {
            return;
        }
        if (!node.startsWith(Dialect.VIRTUAL_ROUTER) && !node.startsWith(Dialect.VIRTUAL_MACHINE)) {
            LOG.warn("agent={} ignored config subscribe node={}", recipient.name(), node);
            return;
        }
        recipient.graph().subscribe(node);
        send(recipient);
    }

    public void unsubscribe(Object session, String node) {
        Recipient recipient = recipients.get(session);
        if (recipient != null) {
            recipient.graph().unsubscribe(node);
            send(recipient);
        }
    }

    public void committed(Commit commit) {
        if (recipients.isEmpty()) {
            return;
        }
        Set<ConfigObject> touched = commit.touched();
        for (Recipient recipient : List.copyOf(recipients.values())) {
            if (recipient.graph().concerns(touched)) {
                send(recipient);
            }
        }
    }

    private void send(Recipient recipient) {
        List<ConfigChange> changes = recipient.graph().refresh(configuration);
        for (List<ConfigChange> part : Lists.partition(changes, Dialect.MAX_CONFIG_OBJECTS)) {
            recipient.sink().accept(RenderedBody.config(part));
        }
    }
}
