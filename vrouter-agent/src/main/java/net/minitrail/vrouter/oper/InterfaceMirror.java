package net.minitrail.vrouter.oper;

import net.minitrail.vrouter.acl.MirrorTo;

/**
 * That an interface is mirrored.
 *
 * @param ingress whether what its guest sends is
 * @param egress whether what its guest gets is
 */
record InterfaceMirror(MirrorTo to, boolean ingress, boolean egress) {}
