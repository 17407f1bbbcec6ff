/**
 * The configuration as Contrail models it: typed objects with a fully qualified name, properties, a parent, children and
 * references.
 *
 * <p>{@link net.minitrail.controller.config.ConfigService} is the only door for changes. A change is checked whole, then
 * applied whole, and travels on as one {@link net.minitrail.controller.config.Commit}; a refused one leaves no trace. The
 * types are data ({@code object-types.json}); what a table cannot say is a {@link net.minitrail.controller.config.ConfigRule}
 * in {@code config.rules} or {@code config.ipam}.
 *
 * <p>All of it is confined to the config loop. May depend on: {@code net.minitrail.net}, Jackson.
 */
@NullMarked
package net.minitrail.controller.config;

import org.jspecify.annotations.NullMarked;
