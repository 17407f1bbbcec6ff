/**
 * BGP peers of the tests' own, without any code of module {@code bgp}: what they send and what they understand follows from
 * the RFCs alone. May depend on nothing of the project.
 */
@NullMarked
package net.minitrail.itests.peer;

import org.jspecify.annotations.NullMarked;
