@NullMarked
package net.minitrail.lab.scenario;

import org.jspecify.annotations.NullMarked;
