package net.minitrail.xmpp.stream;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An XML declaration, which agents put also before stanzas. Any other processing instruction is refused. */
final class Declaration {
    private static final int LIMIT = 256;
    private static final Pattern FORM =
            Pattern.compile("xml\\s+version\\s*=\\s*[\"']1\\.\\d[\"'](?:\\s+encoding\\s*=\\s*[\"']([^\"']*)[\"'])?"
                    + "(?:\\s+standalone\\s*=\\s*[\"'](?:yes|no)[\"'])?\\s*\\?>");

    private final StringBuilder text = new StringBuilder();

    void begin() {
        text.setLength(0);
    }

    /** Takes one octet of what follows {@code <?}; true when the declaration is whole and to our liking. */
    boolean take(int octet) throws StreamException {
        text.append((char) octet);
        if (text.length() > LIMIT) {
            throw new StreamException(StreamError.RESTRICTED_XML, "processing instruction");
        }
        if (octet != '>' || text.length() < 2 || text.charAt(text.length() - 2) != '?') {
            return false;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new StreamException(StreamError.RESTRICTED_XML, "processing instruction '<?" + text + "'");
        }
        String encoding = matcher.group(1);
        if (encoding != null && !encoding.equalsIgnoreCase("UTF-8")) {
            throw new StreamException(StreamError.UNSUPPORTED_ENCODING, "'" + encoding + "' (expected: UTF-8)");
        }
        return true;
    }
}
