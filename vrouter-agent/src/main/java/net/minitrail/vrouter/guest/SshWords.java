package net.minitrail.vrouter.guest;

/** What an SSH client prints: Dropbear's words on cirros, OpenSSH's elsewhere. */
enum SshWords {
    DROPBEAR {
        @Override
        String unknown(String host, HostKey key) {
            return "Host '%s' is not in the trusted hosts file.\n(%s fingerprint md5 %s)\n"
                    .formatted(host, HostKey.TYPE, key.md5());
        }

        @Override
        String question() {
            return "Do you want to continue connecting? (y/n) ";
        }

        @Override
        String taken(String host) {
            return "";
        }

        @Override
        String accepted(String host, HostKey key) {
            return "\nHost '%s' key accepted unconditionally.\n(%s fingerprint md5 %s)\n\n"
                    .formatted(host, HostKey.TYPE, key.md5());
        }

        @Override
        String declined(SshOptions call) {
            return exited(call) + "\nDidn't validate host key\n";
        }

        @Override
        String mismatch(SshOptions call, HostKey now, HostKey before) {
            return exited(call) + """

                    %s host key mismatch for %s !
                    Fingerprint is md5 %s
                    Expected md5 %s
                    If you know that the host key is correct you can
                    remove the bad entry from ~/.ssh/known_hosts
                    """.formatted(HostKey.TYPE, call.end().host(), now.md5(), before.md5());
        }

        @Override
        String failed(SshOptions call, boolean connected, String reason) {
            return exited(call) + (connected ? "\n" : " Connect failed: ") + reason;
        }

        @Override
        String closed(SshOptions call) {
            return "";
        }

        private String exited(SshOptions call) {
            return "ssh: Connection to " + call.target() + ":" + call.end().port() + " exited:";
        }
    },
    OPENSSH {
        @Override
        String unknown(String host, HostKey key) {
            return "The authenticity of host '%s (%s)' can't be established.\nECDSA key fingerprint is %s.\n"
                    .formatted(host, host, key.sha256());
        }

        @Override
        String question() {
            return "Are you sure you want to continue connecting (yes/no)? ";
        }

        @Override
        String taken(String host) {
            return "Warning: Permanently added '" + host + "' (ECDSA) to the list of known hosts.\n";
        }

        @Override
        String accepted(String host, HostKey key) {
            return taken(host);
        }

        @Override
        String declined(SshOptions call) {
            return "Host key verification failed.\n";
        }

        @Override
        String mismatch(SshOptions call, HostKey now, HostKey before) {
            return """
                    @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                    @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
                    @@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
                    The fingerprint for the ECDSA key sent by the remote host is
                    %s.
                    Host key verification failed.
                    """.formatted(now.sha256());
        }

        @Override
        String failed(SshOptions call, boolean connected, String reason) {
            return connected
                    ? "Connection to " + call.end().host() + " closed by remote host."
                    : "ssh: connect to host " + call.end().host() + " port "
                            + call.end().port() + ": " + reason;
        }

        @Override
        String closed(SshOptions call) {
            return "Connection to " + call.end().host() + " closed.\n";
        }
    };

    /** Before it asks whether to trust a host that it does not know. */
    abstract String unknown(String host, HostKey key);

    abstract String question();

    /** After the question was answered with yes. */
    abstract String taken(String host);

    /** Where the caller has said beforehand that any key will do. */
    abstract String accepted(String host, HostKey key);

    abstract String declined(SshOptions call);

    abstract String mismatch(SshOptions call, HostKey now, HostKey before);

    /** Without the end of the last line. */
    abstract String failed(SshOptions call, boolean connected, String reason);

    /** After the shell was left. */
    abstract String closed(SshOptions call);
}
