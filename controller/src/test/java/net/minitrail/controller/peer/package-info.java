/** Tests of what BGP neighbors and agents are told. */
@NullMarked
package net.minitrail.controller.peer;

import org.jspecify.annotations.NullMarked;
