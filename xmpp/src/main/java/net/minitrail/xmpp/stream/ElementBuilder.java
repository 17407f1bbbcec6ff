package net.minitrail.xmpp.stream;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayDeque;
import net.minitrail.xmpp.stanza.XmlElement;
import org.jspecify.annotations.Nullable;

/** Puts an element together from its parts. */
final class ElementBuilder {
    private final ArrayDeque<Open> open = new ArrayDeque<>();
    private final int limit;
    private int elements;

    ElementBuilder(int limit) {
        this.limit = limit;
    }

    void start(String name, ImmutableMap<String, String> attributes) throws StreamException {
        if (++elements > limit) {
            throw new StreamException(StreamError.POLICY_VIOLATION, "more than " + limit + " elements in a stanza");
        }
        open.push(new Open(name, attributes));
    }

    /** Character data directly in the stream is white space that the scanner has removed; none arrives. */
    void text(String text) {
        Open top = open.peek();
        if (top != null && top.children == null) {
            top.text = top.text.isEmpty() ? text : top.text + text;
        }
    }

    /** How many elements have begun and not ended. */
    int openElements() {
        return open.size();
    }

    /** The whole element, when the outermost ends. */
    @Nullable
    XmlElement end() {
        XmlElement element = open.pop().build();
        Open parent = open.peek();
        if (parent == null) {
            elements = 0;
            return element;
        }
        parent.add(element);
        return null;
    }

    private static final class Open {
        final String name;
        final ImmutableMap<String, String> attributes;
        ImmutableList.@Nullable Builder<XmlElement> children;
        String text = "";

        Open(String name, ImmutableMap<String, String> attributes) {
            this.name = name;
            this.attributes = attributes;
        }

        void add(XmlElement child) {
            if (children == null) {
                children = ImmutableList.builder();
                text = "";
            }
            children.add(child);
        }

        XmlElement build() {
            return new XmlElement(name, attributes, children == null ? ImmutableList.of() : children.build(), text);
        }
    }
}
