/**
 * What the Linux kernel offers and Java does not: raw sockets and network namespaces. Only netns wiring needs it, and only
 * there are its classes, and JNA, loaded. All of it needs root.
 *
 * <p>May depend on: {@code net.minitrail.net}, JNA.
 */
@NullMarked
package net.minitrail.net.kernel;

import org.jspecify.annotations.NullMarked;
