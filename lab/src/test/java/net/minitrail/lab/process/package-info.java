@NullMarked
package net.minitrail.lab.process;

import org.jspecify.annotations.NullMarked;
