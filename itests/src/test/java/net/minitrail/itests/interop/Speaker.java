package net.minitrail.itests.interop;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A daemon of others, in its own words. Commands go through {@code exec}, as a user's do. */
interface Speaker {
    List<Speaker> ALL = List.of(
            new FrrSpeaker(), new GobgpSpeaker(), new BirdSpeaker(), new OpenbgpdSpeaker(), new ExabgpSpeaker());

    /** Its kind in a lab file. */
    String kind();

    /** The families that it can be asked to announce a route of while it runs. */
    Set<Family> announces();

    /** The families of which it takes routes from others. */
    Set<Family> learns();

    /** Whether it shows the labels of routes that it learned. */
    default boolean showsLabels() {
        return true;
    }

    /** Announces a route. */
    void announce(InteropLab lab, String node, Route route) throws IOException, InterruptedException;

    /** Whether it says something new of a route of its own without a withdrawal. */
    default boolean changesInPlace(Route before, Route after) {
        return true;
    }

    void withdraw(InteropLab lab, String node, Route route) throws IOException, InterruptedException;

    /** What it holds of the destination. */
    Optional<Held> held(InteropLab lab, String node, Route route) throws IOException, InterruptedException;

    /** What it prints of the destination of a route: its paths in one text, or each in one of its own. */
    List<String> entries(InteropLab lab, String node, Route route) throws IOException, InterruptedException;

    /** The regular expression whose group is the next hop of a path in there. */
    String nextHop();

    /** Whether a session that it ended stays down until {@link #enable}. */
    default boolean staysAway() {
        return true;
    }

    /** Ends its session with {@code transport}, with words if it can send some. */
    void disable(InteropLab lab, String node, String transport, String words) throws IOException, InterruptedException;

    void enable(InteropLab lab, String node, String transport) throws IOException, InterruptedException;

    /** The command that shows its session with {@code transport}. */
    String sessionCommand(String transport);

    /** What stands in that command's output where both sides have the capability; of those that it shows. */
    Map<SessionFeature, Pattern> sessionFeatures();

    /** Asks for all routes again (RFC 2918). */
    void refresh(InteropLab lab, String node, String transport) throws IOException, InterruptedException;
}
