package net.minitrail.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.LabReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabAuthorityTest {
    private static final Lab LAB = LabReader.read(Path.of("labs/two-computes.yml"));
    private static final TransportPlan PLAN = TransportPlan.of(LAB, 7);
    private static final LabNode COMPUTE = LAB.nodes().get("compute-1");

    @TempDir
    private Path directory;

    @Test
    void a_node_that_restarts_is_signed_by_the_authority_that_the_others_trust() throws Exception {
        Path tls = directory.resolve("tls");
        X509Certificate before =
                certificate(new LabAuthority("a", tls, PLAN).issue(COMPUTE).authorities());

        LabAuthority.Files files = new LabAuthority("a", tls, PLAN).issue(COMPUTE);

        certificate(files.certificate()).verify(before.getPublicKey());
        assertEquals(before, certificate(files.authorities()));
    }

    @Test
    void labs_do_not_trust_each_other() throws Exception {
        Path one = new LabAuthority("a", directory.resolve("one"), PLAN)
                .issue(COMPUTE)
                .certificate();
        Path other = new LabAuthority("a", directory.resolve("other"), PLAN)
                .issue(COMPUTE)
                .authorities();

        assertThrows(
                SignatureException.class,
                () -> certificate(one).verify(certificate(other).getPublicKey()));
    }

    @Test
    void only_the_user_reads_the_keys() throws Exception {
        new LabAuthority("a", directory.resolve("tls"), PLAN).issue(COMPUTE);

        for (String key : new String[] {"ca.key", "compute-1.key"}) {
            assertEquals(
                    PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(directory.resolve("tls").resolve(key)));
        }
    }

    private static X509Certificate certificate(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
