/**
 * What follows from the configuration: a routing instance for each network, its route targets, the connections that network
 * policies ask for, and the instance of each port. Contrail calls this the schema transformer.
 *
 * <p>Runs inside each configuration transaction, on the config loop, so what follows is never older than what it follows
 * from. May depend on: {@code net.minitrail.net}, {@code controller.config}, {@code controller.config.rules}.
 */
@NullMarked
package net.minitrail.controller.config.schema;

import org.jspecify.annotations.NullMarked;
