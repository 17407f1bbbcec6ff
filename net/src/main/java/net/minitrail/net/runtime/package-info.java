/**
 * What every node process runs on: the routing loop, reading of configuration, and the control endpoint.
 *
 * <p>May depend on: {@code net.minitrail.net}, {@code net.minitrail.net.underlay}, Jackson, SLF4J with Logback, and the JDK's HTTP server. Never on a protocol.
 */
@NullMarked
package net.minitrail.net.runtime;

import org.jspecify.annotations.NullMarked;
