@NullMarked
package net.minitrail.controller.config.schema;

import org.jspecify.annotations.NullMarked;
