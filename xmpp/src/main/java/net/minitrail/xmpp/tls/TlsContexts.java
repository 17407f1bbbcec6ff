package net.minitrail.xmpp.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import net.minitrail.net.runtime.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS contexts made from PEM files, TLS 1.2 and 1.3 only, both sides with certificates. Files that have been replaced on
 * disk are read again for the next connection; if they are wrong, the former ones stay in use. Confined to the session
 * loop, once constructed.
 */
public final class TlsContexts {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsFiles files;
    private final boolean server;
    private List<Long> stamp;
    private SslContext context;

    private TlsContexts(TlsFiles files, boolean server) {
        this.files = files;
        this.server = server;
        stamp = stamp();
        context = build();
    }

    /** Reads the files of a server. ConfigException names the one that is missing or wrong. */
    public static TlsContexts ofServer(TlsFiles files) {
        return new TlsContexts(files, true);
    }

    /** Reads the files of a client. ConfigException names the one that is missing or wrong. */
    public static TlsContexts ofClient(TlsFiles files) {
        return new TlsContexts(files, false);
    }

    /** The context for a new connection. */
    public SslContext current() {
        List<Long> now = stamp();
        if (!now.equals(stamp)) {
            stamp = now;
            try {
                context = build();
                LOG.info("certificate={} event=reloaded", files.certificate());
            } catch (ConfigException e) {
                LOG.error("certificate={} event=kept-former problem={}", files.certificate(), e.getMessage());
            }
        }
        return context;
    }

    public boolean checkIdentity() {
        return files.checkIdentity();
    }

    private SslContext build() {
        require("certificate", files.certificate());
        require("key", files.key());
        require("authority", files.authority());
        try {
            SslContextBuilder builder = server
                    ? SslContextBuilder.forServer(
                                    files.certificate().toFile(), files.key().toFile())
                            .clientAuth(ClientAuth.REQUIRE)
                    : SslContextBuilder.forClient()
                            .keyManager(
                                    files.certificate().toFile(), files.key().toFile())
                            .endpointIdentificationAlgorithm("");
            return builder.sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .trustManager(trust())
                    .build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigException("tls", "%s, %s: %s".formatted(files.certificate(), files.key(), e.getMessage()));
        }
    }

    private TrustManager trust() throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(files.authority())) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            for (Certificate certificate : certificates) {
                anchors.setCertificateEntry("authority-" + anchors.size(), certificate);
            }
        }
        if (anchors.size() == 0) {
            throw new ConfigException("tls.authority", files.authority() + " holds no certificate");
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(anchors);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager path) {
                return new CertificatePolicy(path);
            }
        }
        throw new AssertionError("PKIX always has an X.509 trust manager");
    }

    private static void require(String key, Path file) {
        if (!Files.isReadable(file)) {
            throw new ConfigException(
                    "tls." + key, file + (Files.exists(file) ? " cannot be read" : " does not exist"));
        }
    }

    private List<Long> stamp() {
        return List.of(stamp(files.certificate()), stamp(files.key()), stamp(files.authority()));
    }

    private static long stamp(Path file) {
        try {
            return 31 * Files.getLastModifiedTime(file).toMillis() + Files.size(file);
        } catch (IOException e) {
            return -1;
        }
    }
}
