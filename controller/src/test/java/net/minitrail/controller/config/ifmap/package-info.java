@NullMarked
package net.minitrail.controller.config.ifmap;

import org.jspecify.annotations.NullMarked;
