package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A rule of a network policy or of a security group.
 *
 * @param action {@code pass}, {@code deny}, or empty for a rule that only mirrors
 * @param protocol a name or a number; {@code any}
 * @param from of a policy a network, {@code any}, {@code local} or a prefix; of a group's ingress rule a group or a prefix
 * @param to likewise; of a group's egress rule
 * @param direction of a policy {@code both} or {@code forward}; of a group {@code ingress} or {@code egress}
 */
public record LabRule(
        String action,
        String protocol,
        String from,
        Ports fromPorts,
        String to,
        Ports toPorts,
        String direction,
        @Nullable LabMirror mirror) {

    /** A range of ports; -1 to -1 is any. */
    public record Ports(int first, int last) {
        static final Ports ANY = new Ports(-1, -1);

        /** Reads {@code 80}, {@code 80-90} or nothing. */
        static Ports parse(String text) {
            if (text.isEmpty()) {
                return ANY;
            }
            String[] ends = text.split("-", 2);
            int first = Integer.parseInt(ends[0]);
            int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
            if (first > last || last > 65_535) {
                throw new IllegalArgumentException("'" + text + "' is no range of ports up to 65535");
            }
            return new Ports(first, last);
        }
    }

    /** Reads a list of a lab file, which was checked before. */
    public static ImmutableList<LabRule> list(JsonNode list) {
        ImmutableList.Builder<LabRule> rules = ImmutableList.builder();
        for (JsonNode rule : list) {
            LabMirror mirror = LabMirror.of(rule.path("mirror"));
            rules.add(new LabRule(
                    rule.path("action").asString(mirror == null ? "pass" : ""),
                    rule.path("protocol").asString("any"),
                    rule.path("from").asString("any"),
                    Ports.parse(rule.path("from-port").asString("")),
                    rule.path("to").asString("any"),
                    Ports.parse(rule.path("to-port").asString("")),
                    rule.path("direction").asString("both"),
                    mirror));
        }
        return rules.build();
    }
}
