@NullMarked
package net.minitrail.lab.speaker;

import org.jspecify.annotations.NullMarked;
