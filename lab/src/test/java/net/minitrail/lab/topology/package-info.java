@NullMarked
package net.minitrail.lab.topology;

import org.jspecify.annotations.NullMarked;
