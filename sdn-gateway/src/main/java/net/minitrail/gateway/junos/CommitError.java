package net.minitrail.gateway.junos;

/**
 * A reason why a configuration cannot become the active one.
 *
 * @param place the hierarchy it concerns, such as {@code routing-instances test_vn}; empty for the top
 * @param statement the statement at fault, as written there
 * @param problem what is wrong with it
 */
public record CommitError(String place, String statement, String problem) {

    /** As {@code commit} prints it. */
    public String text() {
        String banner = place.isEmpty() ? "[edit]" : "[edit " + place + "]";
        return "%s%n  '%s'%n    %s%n".formatted(banner, statement, problem).replace(System.lineSeparator(), "\n");
    }
}
