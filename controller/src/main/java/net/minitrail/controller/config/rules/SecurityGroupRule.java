package net.minitrail.controller.config.rules;

import net.minitrail.controller.config.Commit;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.controller.config.ConfigRule;
import net.minitrail.controller.config.Draft;
import net.minitrail.controller.config.Rejected;
import tools.jackson.databind.JsonNode;

/** A security-group has a number: the configured one (1 to 7999999), else one from 8000000. */
public final class SecurityGroupRule implements ConfigRule {
    private static final String NUMBER = "security_group_id";

    private final NumberPool numbers = new NumberPool(8_000_000, 16_777_216);

    @Override
    public void check(Draft draft, ConfigGraph configuration) {
        if (!draft.is("security-group")) {
            return;
        }
        long configured = draft.property("configured_security_group_id").longValue(0);
        long before = draft.before(NUMBER).longValue(0);
        if (configured != 0) {
            draft.properties().put(NUMBER, configured);
        } else if (!numbers.contains(before)) {
            draft.properties()
                    .put(
                            NUMBER,
                            numbers.next().orElseThrow(() -> Rejected.conflict("no free security group id is left")));
        } else {
            draft.properties().put(NUMBER, before);
        }
    }

    @Override
    public void applied(Commit.Change change) {
        JsonNode number = change.object().property(NUMBER);
        if (change.object().is("security-group") && number.isIntegralNumber()) {
            if (change.before() != null) {
                numbers.release(change.before().properties().path(NUMBER).longValue(0));
            }
            if (change.kind() != Commit.Kind.DELETED) {
                numbers.take(number.longValue());
            }
        }
    }
}
