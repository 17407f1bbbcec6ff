/**
 * What a table of shapes cannot say about an object: one {@link net.minitrail.controller.config.ConfigRule} a type.
 *
 * <p>Called by {@code ConfigService} on the config loop. May depend on: {@code net.minitrail.net}, {@code controller.config}.
 */
@NullMarked
package net.minitrail.controller.config.rules;

import org.jspecify.annotations.NullMarked;
