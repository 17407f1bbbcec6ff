@NullMarked
package net.minitrail.controller.config.ipam;

import org.jspecify.annotations.NullMarked;
