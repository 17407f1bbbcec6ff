package net.minitrail.vrouter.guest;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The configuration of a Junos guest as {@code set} would write it, a statement a line without that word. Knows what guests
 * need: interfaces, VRRP, loopbacks, static routes, zones (all traffic is let in, so these are kept only). Not thread-safe.
 */
final class JunosStatements {
    private static final String ADDRESS = "[0-9.]{7,15}";
    private static final String UNIT = "interfaces ge-0/0/[0-9] unit 0 family inet";
    private static final String GROUP = UNIT + " address " + ADDRESS + "/[0-9]{1,2} vrrp-group [0-9]{1,3}";

    /** Statements that may stand beside others of their kind. */
    private static final List<Pattern> MANY = patterns(
            "interfaces ge-0/0/[0-9] disable",
            UNIT + " dhcp",
            UNIT + " address " + ADDRESS + "/[0-9]{1,2}",
            GROUP + " (virtual-address " + ADDRESS + "|preempt|no-preempt|accept-data|no-accept-data)",
            "interfaces lo0 unit [0-9]{1,5} family inet address " + ADDRESS + "(/32)?",
            "routing-options static route " + ADDRESS + "/[0-9]{1,2} next-hop " + ADDRESS,
            "security zones security-zone [A-Za-z0-9_-]{1,63}( interfaces [a-z0-9/.-]{1,20}"
                    + "( host-inbound-traffic (system-services|protocols) [a-z-]{1,20})?)?");

    /** Statements whose last word takes the place of the one before. */
    private static final List<Pattern> ONE = patterns(
            "system host-name [A-Za-z][A-Za-z0-9-]{0,62}",
            GROUP + " priority [0-9]{1,3}",
            GROUP + " advertise-interval [0-9]{1,3}");

    private final Set<String> lines;

    private JunosStatements(Set<String> lines) {
        this.lines = lines;
    }

    JunosStatements() {
        this(new LinkedHashSet<>());
    }

    private static ImmutableList<Pattern> patterns(String... texts) {
        var patterns = ImmutableList.<Pattern>builder();
        for (String text : texts) {
            patterns.add(Pattern.compile(text));
        }
        return patterns.build();
    }

    JunosStatements copy() {
        return new JunosStatements(new LinkedHashSet<>(lines));
    }

    ImmutableList<String> lines() {
        return ImmutableList.copyOf(lines);
    }

    /** Adds a statement; answers false if it is none that is known. */
    boolean set(String statement) {
        if (ONE.stream().anyMatch(pattern -> pattern.matcher(statement).matches())) {
            String path = statement.substring(0, statement.lastIndexOf(' ') + 1);
            lines.removeIf(line -> line.startsWith(path));
        } else if (MANY.stream().noneMatch(pattern -> pattern.matcher(statement).matches())) {
            return false;
        }
        lines.add(statement);
        return true;
    }

    /** Removes a statement and all below it; answers false if there is none. */
    boolean delete(String path) {
        return lines.removeIf(line -> line.equals(path) || line.startsWith(path + " "));
    }
}
