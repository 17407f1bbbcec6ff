package net.minitrail.xmpp.stanza;

/** Names and limits of the agent channel. */
public final class Dialect {
    public static final String CONTROLLER_JID = "network-control@contrailsystems.com";
    /** Resource of route stanzas. */
    public static final String BGP_PEER = "/bgp-peer";
    /** Resource of configuration stanzas. */
    public static final String CONFIG = "/config";

    /** What an agent puts before its name to name its virtual-router. */
    public static final String VIRTUAL_ROUTER_PARENT = "default-global-system-config:";

    public static final String VIRTUAL_ROUTER = "virtual-router:";
    public static final String VIRTUAL_MACHINE = "virtual-machine:";

    /** The instance of the fabric, whose routes have no label. */
    public static final String FABRIC_INSTANCE = "default-domain:default-project:ip-fabric:__default__";

    public static final int MAX_ITEMS = 32;
    public static final int MAX_RETRACTS = 256;
    public static final int MAX_CONFIG_OBJECTS = 16;

    static final String PUBSUB_NAMESPACE = "http://jabber.org/protocol/pubsub";
    static final String END_OF_RIB_NODE = "0/0/EndOfRib";

    private Dialect() {}
}
