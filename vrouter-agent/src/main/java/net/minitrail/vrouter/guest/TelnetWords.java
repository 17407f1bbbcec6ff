package net.minitrail.vrouter.guest;

/** What a TELNET client prints: that of BusyBox, which says little, or that of BSD. */
enum TelnetWords {
    BUSYBOX {
        @Override
        String trying(String host) {
            return "";
        }

        @Override
        String connected(String host) {
            return "";
        }

        @Override
        String unreachable(String host, String reason) {
            return "telnet: can't connect to remote host (" + host + "): " + reason + "\n";
        }

        @Override
        String closed() {
            return "";
        }

        @Override
        String closedByPeer() {
            return "Connection closed by foreign host\n";
        }
    },
    BSD {
        @Override
        String trying(String host) {
            return "Trying " + host + "...\n";
        }

        @Override
        String connected(String host) {
            return "Connected to " + host + ".\nEscape character is '^]'.\n";
        }

        @Override
        String unreachable(String host, String reason) {
            return "telnet: connect to address " + host + ": " + reason
                    + "\ntelnet: Unable to connect to remote host\n";
        }

        @Override
        String closed() {
            return "Connection closed.\n";
        }

        @Override
        String closedByPeer() {
            return "Connection closed by foreign host.\n";
        }
    };

    abstract String trying(String host);

    abstract String connected(String host);

    abstract String unreachable(String host, String reason);

    /** After the user has ended the call. */
    abstract String closed();

    abstract String closedByPeer();
}
