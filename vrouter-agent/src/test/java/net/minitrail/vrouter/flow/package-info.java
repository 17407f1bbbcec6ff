@NullMarked
package net.minitrail.vrouter.flow;

import org.jspecify.annotations.NullMarked;
