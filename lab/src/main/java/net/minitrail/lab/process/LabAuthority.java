package net.minitrail.lab.process;

import static java.nio.file.Files.exists;
import static java.nio.file.Files.newBufferedReader;
import static java.nio.file.Files.newInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.net.Ipv4Address;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of one lab. Lives as long as the lab, so that a node that is restarted is still trusted: its
 * files are in the lab's directory, readable by the user only.
 */
final class LabAuthority {
    private static final Duration VALID = Duration.ofDays(365);

    private final Path directory;
    private final TransportPlan plan;
    private final KeyPair keys;
    private final X500Name name;
    private final SecureRandom random = new SecureRandom();

    /**
     * What a node needs, in PEM.
     *
     * @param authorities whom to trust
     */
    record Files(Path certificate, Path key, Path authorities) {}

    /** Goes on with the key and certificate in the directory, or makes them. */
    LabAuthority(String lab, Path directory, TransportPlan plan) throws IOException {
        this.directory = directory;
        this.plan = plan;
        this.name = new X500Name("CN=minitrail lab " + lab);
        java.nio.file.Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path certificate = directory.resolve("ca.pem");
        Path key = directory.resolve("ca.key");
        if (exists(certificate) && exists(key)) {
            this.keys = read(certificate, key);
            return;
        }
        this.keys = newKeys();
        JcaX509v3CertificateBuilder self = builder(name, keys);
        self.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        self.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        write(key, keys.getPrivate());
        write(certificate, sign(self));
    }

    /** A key and a certificate for a node: its name, its protocol address and its transport address. */
    Files issue(LabNode node) throws IOException {
        KeyPair pair = newKeys();
        JcaX509v3CertificateBuilder certificate = builder(new X500Name("CN=" + node.name()), pair);
        Ipv4Address transport = plan.at(node.name());
        certificate.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, node.name()),
            new GeneralName(GeneralName.iPAddress, node.address().toString()),
            new GeneralName(GeneralName.iPAddress, transport.toString())
        }));
        certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        certificate.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        Files files = new Files(
                directory.resolve(node.name() + ".pem"),
                directory.resolve(node.name() + ".key"),
                directory.resolve("ca.pem"));
        write(files.certificate(), sign(certificate));
        write(files.key(), pair.getPrivate());
        return files;
    }

    private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair pair) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(64, random).add(BigInteger.ONE),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(VALID)),
                subject,
                pair.getPublic());
    }

    private X509CertificateHolder sign(JcaX509v3CertificateBuilder certificate) {
        try {
            return certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("this JDK cannot sign with ECDSA", e);
        }
    }

    private static void write(Path file, Object pem) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(pem instanceof java.security.PrivateKey key ? pkcs8(key) : pem);
        }
        java.nio.file.Files.deleteIfExists(file);
        java.nio.file.Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        java.nio.file.Files.writeString(file, text.toString());
    }

    private static KeyPair read(Path certificate, Path key) throws IOException {
        try (Reader reader = newBufferedReader(key);
                PEMParser pem = new PEMParser(reader);
                InputStream in = newInputStream(certificate)) {
            PrivateKeyInfo secret = (PrivateKeyInfo) pem.readObject();
            return new KeyPair(
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(in)
                            .getPublicKey(),
                    new JcaPEMKeyConverter().getPrivateKey(secret));
        } catch (CertificateException e) {
            throw new IOException(certificate + " is not a certificate", e);
        }
    }

    /** The form that the JDK reads without a provider. */
    private static org.bouncycastle.util.io.pem.PemObject pkcs8(java.security.PrivateKey key) {
        return new org.bouncycastle.util.io.pem.PemObject("PRIVATE KEY", key.getEncoded());
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks P-256", e);
        }
    }
}
