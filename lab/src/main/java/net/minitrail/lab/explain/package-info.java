/**
 * What went wrong, in words: every error that a user can meet has a code here, with the exit status it leads to and an
 * explanation that {@code minitrail explain CODE} prints.
 *
 * <p>Every other package of the module may throw {@link net.minitrail.lab.explain.LabException}; this one depends on
 * none of them.
 */
@NullMarked
package net.minitrail.lab.explain;

import org.jspecify.annotations.NullMarked;
