package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.Suggestion;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.RouteTarget;
import tools.jackson.databind.JsonNode;

/** The rules of {@code steps} that the schema cannot say: each is an expectation or an action, about things that exist. */
final class StepChecks {
    private static final ImmutableSet<String> LOOKS = ImmutableSet.of("route", "session", "run", "ping");
    private static final ImmutableSet<String> ACTIONS =
            ImmutableSet.of("set", "delete", "create", "stop", "kill", "start", "run");

    /** Tables whose destinations are no prefixes: EVPN routes and route targets. */
    private static final Pattern OTHER_KEYS = Pattern.compile(".*(evpn|rtarget)\\.0");

    private static final ImmutableSet<String> OURS = ImmutableSet.of("controller", "vrouter-agent", "sdn-gateway");
    private static final Pattern WANTED = Pattern.compile("\\$\\{([a-z][a-z0-9-]*)\\}");
    private static final Pattern NAMED = Pattern.compile("<([a-z][a-z0-9-]*)>");

    private final Findings findings;
    private final Set<String> words = new LinkedHashSet<>();

    StepChecks(Findings findings) {
        this.findings = findings;
    }

    void run() {
        findings.elements("/steps", this::step);
    }

    private void step(String at) {
        Collection<String> keys = findings.keys(at);
        boolean expectation = keys.contains("expect");
        if (expectation == keys.contains("do")) {
            findings.add(ErrorCode.BAD_STEP, at, "a step has either 'expect' or 'do'", "");
            return;
        }
        ImmutableSet<String> wanted = expectation ? LOOKS : ACTIONS;
        if (keys.stream().noneMatch(wanted::contains)) {
            findings.add(
                    ErrorCode.BAD_STEP,
                    at,
                    "nothing to " + (expectation ? "look at" : "do"),
                    "one of: " + String.join(", ", wanted));
        }
        for (String key :
                ImmutableList.of("within", "never", "route", "session", "ping", "output", "packets", "meanwhile")) {
            if (!expectation && keys.contains(key)) {
                findings.addAtKey(ErrorCode.BAD_STEP, at + "/" + key, "'" + key + "' belongs to an 'expect'", "");
            }
        }
        names(at);
        route(at + "/route");
        texts(at);
        terminal(at);
        words(at);
    }

    private void terminal(String at) {
        String on = findings.root().at(at + "/run/on").asString("");
        if (findings.root().at(at + "/run/terminal").isString()
                && !findings.keys("/guests").contains(on)
                && !OURS.contains(findings.root()
                        .at("/nodes/" + YamlTree.escape(on) + "/kind")
                        .asString(""))) {
            findings.add(ErrorCode.WRONG_KIND, at + "/run/terminal", "'" + on + "' has no terminals", "");
        }
    }

    /** A word that a command wants must be in a text before. */
    private void words(String at) {
        for (String pointer : ImmutableList.of("/run/command", "/output/text")) {
            Matcher wanted = WANTED.matcher(findings.root().at(at + pointer).asString(""));
            while (wanted.find()) {
                if (!words.contains(wanted.group(1))) {
                    findings.add(
                            ErrorCode.DANGLING_NAME,
                            at + pointer,
                            "no earlier text has <" + wanted.group(1) + ">",
                            Suggestion.of(wanted.group(1), words));
                }
            }
        }
        Matcher named = NAMED.matcher(findings.root().at(at + "/output/text").asString(""));
        while (named.find()) {
            words.add(named.group(1));
        }
    }

    private void names(String at) {
        Collection<String> nodes = findings.keys("/nodes");
        Collection<String> networks = findings.keys("/networks");
        Collection<String> guests = findings.keys("/guests");
        Collection<String> both =
                ImmutableSet.<String>builder().addAll(nodes).addAll(guests).build();
        for (String pointer :
                ImmutableList.of("/route/node", "/session/node", "/set/node", "/stop", "/kill", "/start")) {
            findings.refersTo("node", at + pointer, nodes);
            isRun(at + pointer);
        }
        findings.refersTo("node", at + "/session/remote", nodes);
        for (String pointer : ImmutableList.of("/set/network", "/delete/network", "/create/network")) {
            findings.refersTo("network", at + pointer, networks);
        }
        findings.refersTo("guest", at + "/set/guest", guests);
        findings.refersTo("guest", at + "/delete/guest", guests);
        findings.refersTo("guest", at + "/create/guest", guests);
        findings.refersTo("node or guest", at + "/run/on", both);
        isRun(at + "/run/on");
        findings.refersTo("node or guest", at + "/meanwhile/on", both);
        isRun(at + "/meanwhile/on");
        String from = findings.root().at(at + "/ping/from").asString("");
        if (!from.isEmpty() && from.indexOf(':') < 0) {
            findings.refersTo("guest", at + "/ping/from", guests);
        }
    }

    /** A node that the lab does not start can be asked nothing, nor be stopped. */
    private void isRun(String pointer) {
        String name = findings.root().at(pointer).asString("");
        if (NodeChecks.ofKind(findings.root(), NodeKind.EXTERNAL).contains(name)) {
            findings.add(
                    ErrorCode.WRONG_KIND,
                    pointer,
                    "the lab does not run '" + name + "': it is external",
                    "ask one of its neighbors");
        }
    }

    private void route(String at) {
        JsonNode route = findings.root().at(at);
        if (!route.isObject()) {
            return;
        }
        if (route.has("table") == route.has("vrf")) {
            findings.addAtKey(ErrorCode.BAD_STEP, at, "a route is looked for in either a 'table' or a 'vrf'", "");
        }
        if (route.has("exactly") == route.has("prefix")) {
            findings.addAtKey(
                    ErrorCode.BAD_STEP, at, "a route has either a 'prefix' or the table's rows, 'exactly'", "");
        }
        findings.parse(at + "/next-hop", ErrorCode.BAD_ADDRESS, IpAddress::parse);
        if (!OTHER_KEYS.matcher(route.path("table").asString("")).matches()) {
            findings.parse(at + "/prefix", ErrorCode.BAD_ADDRESS, IpPrefix::parse);
            findings.elements(
                    at + "/exactly", row -> findings.parse(row + "/prefix", ErrorCode.BAD_ADDRESS, IpPrefix::parse));
        }
    }

    private void texts(String at) {
        for (String key : ImmutableList.of("route-targets", "import-route-targets", "export-route-targets")) {
            findings.elements(
                    at + "/set/" + key, one -> findings.parse(one, ErrorCode.BAD_ROUTE_TARGET, RouteTarget::parse));
        }
        GuestChecks.addressPairs(findings, at + "/set/allowed-address-pairs");
        findings.elements(at + "/set/fat-flows", rule -> {
            findings.parse(rule + "/source", ErrorCode.BAD_ADDRESS, IpPrefix::parse);
            findings.parse(rule + "/destination", ErrorCode.BAD_ADDRESS, IpPrefix::parse);
        });
        findings.elements(at + "/output/matches", one -> findings.parse(one, ErrorCode.BAD_FORM, StepChecks::pattern));
        JsonNode step = findings.root().at(at);
        if (step.has("packets") && !step.has("run") && !step.has("ping")) {
            findings.addAtKey(
                    ErrorCode.BAD_STEP, at + "/packets", "'packets' of what?", "it needs a 'run' or 'ping' beside it");
        }
        if (step.has("meanwhile") && !step.has("run") && !step.has("ping")) {
            findings.addAtKey(
                    ErrorCode.BAD_STEP,
                    at + "/meanwhile",
                    "'meanwhile' of what?",
                    "it needs a 'run' or 'ping' beside it");
        }
        String point = step.path("packets").path("at").asString("");
        if (!point.isEmpty() && !findings.keys("/nodes").contains(point.replaceFirst(":.*", ""))) {
            findings.add(
                    ErrorCode.DANGLING_NAME, at + "/packets/at", "'" + point + "' is not at a node", "NODE:INTERFACE");
        }
        if (step.has("output") && !step.has("run")) {
            findings.addAtKey(ErrorCode.BAD_STEP, at + "/output", "'output' of what?", "it needs a 'run' beside it");
        }
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("not a regular expression: " + e.getDescription(), e);
        }
    }
}
