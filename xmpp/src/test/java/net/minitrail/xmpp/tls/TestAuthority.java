package net.minitrail.xmpp.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority for one test, with what it issues as PEM files in one folder. */
public final class TestAuthority {
    private static long serial = System.nanoTime();

    private final Path folder;
    private final KeyPair keys;
    private final X500Principal name;
    private final Path file;

    public TestAuthority(Path folder, String name) {
        this.folder = folder;
        this.name = new X500Principal("CN=" + name);
        keys = ecKeys();
        file = write(
                name + ".ca.pem",
                "CERTIFICATE",
                encoded(certificate(this.name, keys, "SHA256withECDSA", year(), true)));
    }

    /** How long, from now, a certificate is valid. */
    public record Validity(Duration from, Duration to) {}

    public static Validity year() {
        return new Validity(Duration.ofDays(-1), Duration.ofDays(365));
    }

    public Path file() {
        return file;
    }

    /** A good certificate of this authority, whose holder trusts it. */
    public TlsFiles issue(String subject) {
        return issue(subject, ecKeys(), "SHA256withECDSA", year());
    }

    public TlsFiles issue(String subject, KeyPair subjectKeys, String algorithm, Validity validity) {
        X509Certificate certificate =
                certificate(new X500Principal("CN=" + subject), subjectKeys, algorithm, validity, false);
        Path certificateFile = write(subject + ".pem", "CERTIFICATE", encoded(certificate));
        Path key =
                write(subject + ".key", "PRIVATE KEY", subjectKeys.getPrivate().getEncoded());
        return new TlsFiles(certificateFile, key, file, false);
    }

    public static KeyPair ecKeys() {
        return keys("EC", 256);
    }

    public static KeyPair rsaKeys(int bits) {
        return keys("RSA", bits);
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(
            X500Principal subject, KeyPair subjectKeys, String algorithm, Validity validity, boolean authority) {
        Instant now = Instant.now();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.valueOf(serial++),
                    Date.from(now.plus(validity.from())),
                    Date.from(now.plus(validity.to())),
                    subject,
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path write(String fileName, String type, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
        try {
            return Files.write(folder.resolve(fileName), pem.getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
