package net.minitrail.vrouter.guest;

/** The system that a guest runs. */
enum GuestProfile {
    /** CirrOS, with BusyBox and Dropbear. */
    CIRROS(SshWords.DROPBEAR, "SSH-2.0-dropbear_2012.55"),
    /** CentOS 7, with net-tools and OpenSSH. */
    CENTOS(SshWords.OPENSSH, "SSH-2.0-OpenSSH_7.4"),
    /** Junos on a vSRX. */
    VSRX(SshWords.OPENSSH, "SSH-2.0-OpenSSH_7.5");

    private final SshWords sshWords;
    private final String sshVersion;

    GuestProfile(SshWords sshWords, String sshVersion) {
        this.sshWords = sshWords;
        this.sshVersion = sshVersion;
    }

    /** The profile that a port names. */
    static GuestProfile of(String name) {
        return switch (name) {
            case "vsrx" -> VSRX;
            case "centos" -> CENTOS;
            default -> CIRROS;
        };
    }

    SshWords sshWords() {
        return sshWords;
    }

    /** The line by which its SSH says what it is (RFC 4253 section 4.2). */
    String sshVersion() {
        return sshVersion;
    }
}
