package net.minitrail.xmpp.tls;

import java.net.Socket;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Path validation by the JDK, and on top of it the strength that RFC 9325 section 4 asks for: RSA of 2048 bits or more,
 * elliptic curves of 224 or more, no SHA-1 or MD5. Errors name the certificate they are about.
 */
final class CertificatePolicy extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager path;

    CertificatePolicy(X509ExtendedTrustManager path) {
        this.path = path;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, () -> path.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, () -> path.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, () -> path.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, () -> path.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, () -> path.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, () -> path.checkServerTrusted(chain, type));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return path.getAcceptedIssuers();
    }

    private interface PathCheck {
        void run() throws CertificateException;
    }

    private static void check(X509Certificate[] chain, PathCheck pathCheck) throws CertificateException {
        try {
            pathCheck.run();
            for (X509Certificate certificate : chain) {
                requireStrength(certificate);
            }
        } catch (CertificateException e) {
            throw new CertificateException(
                    "certificate of " + chain[0].getSubjectX500Principal() + ", valid "
                            + chain[0].getNotBefore().toInstant() + " to "
                            + chain[0].getNotAfter().toInstant() + ": " + e.getMessage(),
                    e);
        }
    }

    private static void requireStrength(X509Certificate certificate) throws CertificateException {
        PublicKey key = certificate.getPublicKey();
        int rsaBits = key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : Integer.MAX_VALUE;
        int curveBits =
                key instanceof ECPublicKey ec ? ec.getParams().getOrder().bitLength() : Integer.MAX_VALUE;
        if (rsaBits < 2048 || curveBits < 224) {
            throw new CertificateException("key of %d bits is too short".formatted(Math.min(rsaBits, curveBits)));
        }
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
            throw new CertificateException("signed with " + certificate.getSigAlgName());
        }
    }
}
