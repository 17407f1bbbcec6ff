/**
 * Lab files: what nodes, networks and guests a lab has, read from YAML 1.2, checked by a JSON Schema and by rules that no
 * schema can say, with every mistake reported at its line and column.
 *
 * <p>Immutable values only; knows neither processes nor the wire. May depend on {@code net.minitrail.net} and
 * {@code net.minitrail.lab.explain}.
 */
@NullMarked
package net.minitrail.lab.topology;

import org.jspecify.annotations.NullMarked;
