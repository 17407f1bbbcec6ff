package net.minitrail.lab.process;

import java.util.Collection;
import tools.jackson.databind.node.ObjectNode;

/** The fields that choose among equal next hops, in the shape of the REST API. */
final class HashObjects {
    private static final String[] FIELDS = {
        "source-ip", "destination-ip", "ip-protocol", "source-port", "destination-port"
    };

    private HashObjects() {}

    /** Sets the fields of a port, a network or the system; none means that it says nothing of them. */
    static void put(ObjectNode object, Collection<String> fields) {
        ObjectNode property =
                object.putObject("ecmp_hashing_include_fields").put("hashing_configured", !fields.isEmpty());
        for (String field : FIELDS) {
            property.put(field.replace('-', '_'), fields.isEmpty() || fields.contains(field));
        }
    }
}
