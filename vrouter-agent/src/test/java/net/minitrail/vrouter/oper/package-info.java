/** Tests of {@code net.minitrail.vrouter.oper}. */
@NullMarked
package net.minitrail.vrouter.oper;

import org.jspecify.annotations.NullMarked;
