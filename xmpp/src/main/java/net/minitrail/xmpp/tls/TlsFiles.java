package net.minitrail.xmpp.tls;

import java.nio.file.Path;

/**
 * The PEM files of one side.
 *
 * @param certificate the certificate, followed by those of intermediate authorities if there are any
 * @param key its private key, PKCS #8 without a password
 * @param authority certificates of the authorities that may have issued the other side's
 * @param checkIdentity whether a name in the other side's certificate (CN or DNS name) must be its JID
 */
public record TlsFiles(Path certificate, Path key, Path authority, boolean checkIdentity) {}
