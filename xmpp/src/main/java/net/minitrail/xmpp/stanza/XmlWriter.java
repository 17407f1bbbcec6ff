package net.minitrail.xmpp.stanza;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** Writes XML without white space between elements, and escapes. Not thread-safe. */
public final class XmlWriter {
    private final StringBuilder out = new StringBuilder(512);

    /** {@code attributes} alternate between name and value. */
    @CanIgnoreReturnValue
    public XmlWriter open(String name, String... attributes) {
        startTag(name, attributes);
        out.append('>');
        return this;
    }

    @CanIgnoreReturnValue
    public XmlWriter close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    @CanIgnoreReturnValue
    public XmlWriter empty(String name, String... attributes) {
        startTag(name, attributes);
        out.append("/>");
        return this;
    }

    @CanIgnoreReturnValue
    public XmlWriter leaf(String name, String text) {
        if (text.isEmpty()) {
            return empty(name);
        }
        out.append('<').append(name).append('>');
        escape(text);
        return close(name);
    }

    @CanIgnoreReturnValue
    public XmlWriter leaf(String name, long number) {
        out.append('<').append(name).append('>').append(number);
        return close(name);
    }

    /** {@code <list><item>…</item>…</list>}; an empty list is an empty element. */
    @CanIgnoreReturnValue
    public XmlWriter list(String listName, String itemName, Iterable<?> items) {
        int start = out.length();
        open(listName);
        int contents = out.length();
        for (Object item : items) {
            leaf(itemName, item.toString());
        }
        if (out.length() == contents) {
            out.setLength(start);
            return empty(listName);
        }
        return close(listName);
    }

    @CanIgnoreReturnValue
    public XmlWriter element(XmlElement element) {
        out.append('<').append(element.name());
        element.attributes().forEach(this::attribute);
        if (element.children().isEmpty() && element.text().isEmpty()) {
            out.append("/>");
            return this;
        }
        out.append('>');
        escape(element.text());
        element.children().forEach(this::element);
        return close(element.name());
    }

    private void startTag(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            attribute(attributes[i], attributes[i + 1]);
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(value);
        out.append('"');
    }

    /** Carriage returns, tabs and line ends are written as references, or the reader would normalise them away. */
    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r', '\n', '\t' -> out.append("&#").append((int) c).append(';');
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
