/**
 * How sockets are read and written: by io_uring, by epoll, or by what the JDK has.
 *
 * <p>May depend on: Netty.
 */
@NullMarked
package net.minitrail.net.transport;

import org.jspecify.annotations.NullMarked;
