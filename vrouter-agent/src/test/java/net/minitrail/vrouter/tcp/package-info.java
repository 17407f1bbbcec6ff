@NullMarked
package net.minitrail.vrouter.tcp;

import org.jspecify.annotations.NullMarked;
