/**
 * The gateway's command line: operational commands, the configuration mode, pipes, help and completion, in the layouts of
 * Junos.
 *
 * <p>{@link net.minitrail.gateway.cli.JunosShell} is what {@code exec} and {@code shell} talk to. What a command prints is
 * made of {@link net.minitrail.gateway.routing.GatewayView}'s copies by the {@code …Text} classes, which know no state.
 *
 * <p>May depend on: {@code junos}, {@code routing}, {@code forwarding}.
 */
@NullMarked
package net.minitrail.gateway.cli;

import org.jspecify.annotations.NullMarked;
