/**
 * Mutual TLS for the agent channel: PEM files to contexts, and the policy about certificates.
 *
 * <p>May depend on: Netty's handler package and the JDK.
 */
@NullMarked
package net.minitrail.xmpp.tls;

import org.jspecify.annotations.NullMarked;
