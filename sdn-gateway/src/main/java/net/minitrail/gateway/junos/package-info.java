/**
 * Junos configuration text: its grammar, its tree, and the candidate that turns into the active configuration.
 *
 * <p>{@link net.minitrail.gateway.junos.Statement} is the grammar, read from {@code statements.txt};
 * {@link net.minitrail.gateway.junos.ConfigNode} is a tree of statements; {@link net.minitrail.gateway.junos.ConfigParser}
 * reads both the curly and the {@code set} form into it, {@link net.minitrail.gateway.junos.ConfigText} prints it, and
 * {@link net.minitrail.gateway.junos.ConfigDiff} compares two of them. What the statements mean is not known here: that
 * is {@code net.minitrail.gateway.routing}'s job, which hands its verdict back as a list of
 * {@link net.minitrail.gateway.junos.CommitError}.
 *
 * <p>Left out on purpose: configuration groups, wildcards and apply-macros. They are sugar of a real router's long
 * files; a lab's file is short.
 *
 * <p>May depend on: {@code net.minitrail.net}. Never on sockets or threads.
 */
@NullMarked
package net.minitrail.gateway.junos;

import org.jspecify.annotations.NullMarked;
