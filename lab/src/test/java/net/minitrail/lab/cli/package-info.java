@NullMarked
package net.minitrail.lab.cli;

import org.jspecify.annotations.NullMarked;
