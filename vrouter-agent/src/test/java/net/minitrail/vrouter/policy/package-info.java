@NullMarked
package net.minitrail.vrouter.policy;

import org.jspecify.annotations.NullMarked;
