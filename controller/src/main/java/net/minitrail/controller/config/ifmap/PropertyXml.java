package net.minitrail.controller.config.ifmap;

import com.google.common.collect.ImmutableList;
import java.util.Set;
import net.minitrail.xmpp.stanza.XmlElement;
import tools.jackson.databind.JsonNode;

/**
 * JSON properties as the elements of the configuration schema: dashes in names, a list as one element for each entry. A name
 * that the schema itself writes with underscores keeps them.
 */
final class PropertyXml {
    private static final Set<String> UNDERSCORED = Set.of("addr_from_start");
    /** Of no use to an agent. */
    private static final Set<String> UNSENT = Set.of("perms2", "annotations");

    private PropertyXml() {}

    /** The elements of all members of an object. */
    static ImmutableList<XmlElement> elements(JsonNode object) {
        var elements = ImmutableList.<XmlElement>builder();
        object.forEachEntry((name, value) -> {
            if (!UNSENT.contains(name)) {
                add(elements, name, value);
            }
        });
        return elements.build();
    }

    private static void add(ImmutableList.Builder<XmlElement> elements, String name, JsonNode value) {
        String tag = UNDERSCORED.contains(name) ? name : name.replace('_', '-');
        if (value.isArray()) {
            value.values().forEach(entry -> add(elements, name, entry));
        } else if (value.isObject()) {
            elements.add(XmlElement.of(tag, elements(value)));
        } else if (!value.isNull()) {
            elements.add(XmlElement.leaf(tag, value.asString()));
        }
    }
}
