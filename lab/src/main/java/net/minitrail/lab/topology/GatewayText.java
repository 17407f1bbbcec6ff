package net.minitrail.lab.topology;

import net.minitrail.gateway.junos.ConfigParser;
import net.minitrail.gateway.junos.JunosSyntaxException;
import net.minitrail.lab.explain.ErrorCode;

/** Checks the Junos text of a gateway with the gateway's own parser, so that a mistake is found before anything starts. */
final class GatewayText {
    private GatewayText() {}

    static void check(Findings findings, String pointer) {
        try {
            ConfigParser.parse(findings.root().at(pointer).asString());
        } catch (JunosSyntaxException e) {
            String message = String.valueOf(e.getMessage()).replaceFirst("^\\d+:\\d+: ", "");
            findings.addInBlock(
                    ErrorCode.BAD_GATEWAY_CONFIG,
                    pointer,
                    e.token().line(),
                    e.token().column(),
                    message);
        }
    }
}
