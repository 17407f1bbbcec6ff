/**
 * The values of the field: addresses, prefixes, route distinguishers, route targets, labels, MACs.
 *
 * <p>Every type is immutable, canonical by construction and equal exactly when its wire form is equal. {@code parse} reads the
 * text that users write and is strict about it; {@code toString} prints the same text back.
 *
 * <p>May depend on: the JDK and Guava, nothing else.
 */
@NullMarked
package net.minitrail.net;

import org.jspecify.annotations.NullMarked;
