/** Tests of guests. */
@NullMarked
package net.minitrail.vrouter.guest;

import org.jspecify.annotations.NullMarked;
