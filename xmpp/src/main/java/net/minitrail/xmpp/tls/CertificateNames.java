package net.minitrail.xmpp.tls;

import com.google.common.collect.ImmutableSet;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Whom a certificate is for. */
public final class CertificateNames {
    private static final int RFC822_NAME = 1;
    private static final int DNS_NAME = 2;

    private CertificateNames() {}

    /** The common names of the subject, and the DNS and mail names of its alternatives. */
    public static ImmutableSet<String> of(X509Certificate certificate) {
        var names = ImmutableSet.<String>builder();
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(part.getValue().toString());
                }
            }
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == RFC822_NAME)) {
                        names.add(String.valueOf(alternative.get(1)));
                    }
                }
            }
        } catch (InvalidNameException | CertificateParsingException e) {
            return ImmutableSet.of(); // a name that cannot be read is nobody's
        }
        return names.build();
    }

    /** Whether the certificate is for {@code jid}; letter case does not count, as in host names. */
    public static boolean matches(X509Certificate certificate, String jid) {
        return of(certificate).stream().anyMatch(jid::equalsIgnoreCase);
    }
}
