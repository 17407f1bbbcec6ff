/** Tests of the command line. */
@NullMarked
package net.minitrail.vrouter.cli;

import org.jspecify.annotations.NullMarked;
