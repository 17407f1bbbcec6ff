package net.minitrail.itests.interop;

/** What two speakers may agree on when their session begins, by the names of {@code inspect sessions}. */
enum SessionFeature {
    FOUR_OCTET_AS("four-octet-as"),
    REFRESH("route-refresh"),
    ENHANCED_REFRESH("enhanced-route-refresh"),
    EXTENDED_MESSAGES("extended-messages"),
    GRACEFUL_RESTART("graceful-restart");

    private final String word;

    SessionFeature(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
