package net.minitrail.controller.config;

import java.util.Set;

/** Keeps objects that follow from others, such as the routing instance of a network. Confined to the config loop. */
public interface Derivation {

    /** Brings what follows from the {@code touched} objects up to date. Called until it changes nothing more. */
    void derive(Set<ConfigObject> touched, ConfigEditor editor);

    /** Whether the object is derived, and so never stands in the way of deleting what it follows from. */
    boolean owns(ConfigObject object);

    /** Lets go of all that follows from {@code object}, which is about to be deleted. */
    void release(ConfigObject object, ConfigEditor editor);
}
