@NullMarked
package net.minitrail.controller.routing;

import org.jspecify.annotations.NullMarked;
