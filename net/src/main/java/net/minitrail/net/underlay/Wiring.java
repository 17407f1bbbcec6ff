package net.minitrail.net.underlay;

import java.util.Arrays;
import java.util.Locale;

/** What nodes are joined by. */
public enum Wiring {
    /** Sockets on 127.x addresses; everything in TCP and UDP, on ports that need no root. */
    LOOPBACK(1179),
    /** Real interfaces that have the protocol addresses; GRE is IP protocol 47. Needs root. */
    NETNS(179);

    private final int bgpPort;

    Wiring(int bgpPort) {
        this.bgpPort = bgpPort;
    }

    /** Where BGP speakers listen. */
    public int bgpPort() {
        return bgpPort;
    }

    /** As configuration files spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The wiring of this word; an {@link IllegalArgumentException} if there is none. */
    public static Wiring of(String word) {
        return Arrays.stream(values())
                .filter(wiring -> wiring.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + word + "' is neither loopback nor netns"));
    }
}
