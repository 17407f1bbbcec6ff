package net.minitrail.xmpp.stanza;

/** One step of a configuration stanza: {@code object} is there, with just these contents, or is no more. */
public record ConfigChange(Operation operation, ConfigObject object) {

    /** The block of the stanza that the object is in. */
    public enum Operation {
        UPDATE,
        DELETE
    }

    public static ConfigChange update(ConfigObject object) {
        return new ConfigChange(Operation.UPDATE, object);
    }

    public static ConfigChange delete(ConfigObject object) {
        return new ConfigChange(Operation.DELETE, object);
    }
}
