package net.minitrail.vrouter.flow;

/**
 * That the packets of a flow are mirrored.
 *
 * @param index of the analyzer in the mirror table
 * @param metadata what goes before each
 */
public record FlowMirror(int index, MirrorMetadata metadata) {}
