package net.minitrail.vrouter.guest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.base.Splitter;
import com.google.common.io.BaseEncoding;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;

/**
 * The public key by which a host is known to those who call it: a point of the curve P-256. The other half is thrown away,
 * since no guest proves who it is.
 *
 * @param blob as RFC 5656 section 3.1 has it, in base 64
 */
record HostKey(String blob) {
    static final String TYPE = "ecdsa-sha2-nistp256";

    private static final int COORDINATE = 32;

    static HostKey generate() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            ECPoint point = ((ECPublicKey) generator.generateKeyPair().getPublic()).getW();
            var octets = new ByteArrayOutputStream();
            string(octets, TYPE.getBytes(US_ASCII));
            string(octets, "nistp256".getBytes(US_ASCII));
            var uncompressed = ByteBuffer.allocate(1 + 2 * COORDINATE).put((byte) 4);
            coordinate(uncompressed, point.getAffineX());
            coordinate(uncompressed, point.getAffineY());
            string(octets, uncompressed.array());
            return new HostKey(BaseEncoding.base64().encode(octets.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private static void string(ByteArrayOutputStream out, byte[] value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        out.writeBytes(value);
    }

    private static void coordinate(ByteBuffer out, BigInteger value) {
        byte[] octets = value.toByteArray();
        int length = Math.min(COORDINATE, octets.length);
        out.position(out.position() + COORDINATE - length);
        out.put(octets, octets.length - length, length);
    }

    /** {@code 61:75:6e:…}, as Dropbear shows it. */
    String md5() {
        String hex = BaseEncoding.base16().lowerCase().encode(digest("MD5"));
        return String.join(":", Splitter.fixedLength(2).split(hex));
    }

    /** {@code SHA256:…}, as OpenSSH shows it. */
    String sha256() {
        return "SHA256:" + BaseEncoding.base64().omitPadding().encode(digest("SHA-256"));
    }

    private byte[] digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm)
                    .digest(BaseEncoding.base64().decode(blob));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
