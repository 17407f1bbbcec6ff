package net.minitrail.net.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

/** System calls, with the numbers that 64-bit Linux gives their arguments. Each throws what {@code errno} says. */
final class SystemCalls {
    static final int AF_INET = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int IPPROTO_IP = 0;
    static final int IP_HDRINCL = 3;
    static final int MSG_DONTWAIT = 0x40;
    static final int SHUT_RDWR = 2;
    static final int O_RDONLY = 0;
    static final int O_CLOEXEC = 0x80000;
    static final int CLONE_NEWNET = 0x40000000;

    static {
        // JNA unpacks its library, loads it and deletes it; in its own default place it would leave a directory.
        if (System.getProperty("jna.tmpdir") == null) {
            System.setProperty("jna.tmpdir", System.getProperty("java.io.tmpdir"));
        }
        Native.register(SystemCalls.class, "c");
    }

    private SystemCalls() {}

    static native int socket(int domain, int type, int protocol) throws LastErrorException;

    static native int setsockopt(int fd, int level, int option, byte[] value, int length) throws LastErrorException;

    static native int bind(int fd, byte[] address, int length) throws LastErrorException;

    static native int sendto(int fd, byte[] octets, long length, int flags, byte[] address, int addressLength)
            throws LastErrorException;

    static native int recv(int fd, byte[] octets, long length, int flags) throws LastErrorException;

    static native int shutdown(int fd, int how) throws LastErrorException;

    static native int open(String path, int flags) throws LastErrorException;

    static native int setns(int fd, int type) throws LastErrorException;

    static native int close(int fd) throws LastErrorException;
}
