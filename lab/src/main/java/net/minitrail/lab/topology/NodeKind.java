package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableSet;
import java.util.Arrays;

/** What a node of a lab is, and which keys of a node's entry mean something to it. */
public enum NodeKind {
    CONTROLLER("controller", ImmutableSet.of("address", "transport", "neighbors", "families", "reflector")),
    VROUTER_AGENT("vrouter-agent", ImmutableSet.of("address", "transport", "controllers")),
    SDN_GATEWAY("sdn-gateway", NodeKeys.SPEAKER),
    FRR("frr", NodeKeys.SIGNING),
    GOBGP("gobgp", NodeKeys.SIGNING),
    BIRD("bird", NodeKeys.SIGNING),
    OPENBGPD("openbgpd", NodeKeys.DAEMON),
    EXABGP("exabgp", NodeKeys.SIGNING),
    EXTERNAL(
            "external",
            ImmutableSet.of(
                    "address",
                    "transport",
                    "autonomous-system",
                    "controllers",
                    "neighbors",
                    "families",
                    "reflector",
                    "port",
                    "passive",
                    "md5",
                    "add-path"));

    private final String word;
    private final ImmutableSet<String> keys;

    NodeKind(String word, ImmutableSet<String> keys) {
        this.word = word;
        this.keys = keys;
    }

    /** As lab files and status tables spell it. */
    public String word() {
        return word;
    }

    /** The keys that a node of this kind may have beside {@code kind}. */
    public ImmutableSet<String> keys() {
        return keys;
    }

    /** Whether it is a minitrail program with a control endpoint. */
    public boolean isOurs() {
        return this == CONTROLLER || this == VROUTER_AGENT || this == SDN_GATEWAY;
    }

    /** Whether it is a BGP daemon of others that the lab starts. */
    public boolean isSpeaker() {
        return !isOurs() && this != EXTERNAL;
    }

    /** Whether it has BGP sessions. */
    public boolean speaksBgp() {
        return this != VROUTER_AGENT;
    }

    /** The kind of this word; an {@link IllegalArgumentException} if there is none. */
    public static NodeKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no node kind '" + word + "'"));
    }

    /** In a class of its own, since the constants of an enum are made before its static fields. */
    private static final class NodeKeys {
        static final ImmutableSet<String> SPEAKER = ImmutableSet.of(
                "address",
                "transport",
                "autonomous-system",
                "controllers",
                "neighbors",
                "families",
                "reflector",
                "config",
                "config-file",
                "vrfs");

        static final ImmutableSet<String> DAEMON =
                ImmutableSet.<String>builder().addAll(SPEAKER).add("add-path").build();

        /** OpenBGPD does not sign on Linux. */
        static final ImmutableSet<String> SIGNING =
                ImmutableSet.<String>builder().addAll(DAEMON).add("md5").build();
    }
}
