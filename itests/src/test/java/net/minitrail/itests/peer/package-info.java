/**
 * BGP peers and agents of the tests' own, without any code of modules {@code bgp} and {@code xmpp}: what they send and what
 * they understand follows from the RFCs and from Contrail's dialect alone. May depend on nothing of the project.
 */
@NullMarked
package net.minitrail.itests.peer;

import org.jspecify.annotations.NullMarked;
