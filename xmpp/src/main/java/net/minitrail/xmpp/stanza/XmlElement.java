package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * One XML element and all below it. Namespaces are not resolved: the dialect's names are unique without them, and
 * {@code xmlns} is an attribute like any other.
 *
 * @param name local name, without prefix
 * @param text the character data of an element without children; empty for one with children, where only pretty-printing
 *     puts any
 */
@Immutable
public record XmlElement(
        String name, ImmutableMap<String, String> attributes, ImmutableList<XmlElement> children, String text) {

    /** An element that holds text only. */
    public static XmlElement leaf(String name, String text) {
        return new XmlElement(name, ImmutableMap.of(), ImmutableList.of(), text);
    }

    /** An element that holds elements only. */
    public static XmlElement of(String name, XmlElement... children) {
        return new XmlElement(name, ImmutableMap.of(), ImmutableList.copyOf(children), "");
    }

    public static XmlElement of(String name, Iterable<XmlElement> children) {
        return new XmlElement(name, ImmutableMap.of(), ImmutableList.copyOf(children), "");
    }

    /** The same element with one attribute more. */
    public XmlElement with(String attribute, String value) {
        var all = ImmutableMap.<String, String>builder().putAll(attributes).put(attribute, value);
        return new XmlElement(name, all.buildKeepingLast(), children, text);
    }

    public @Nullable String attribute(String attribute) {
        return attributes.get(attribute);
    }

    /** The attribute without blanks around it; the empty string if it is missing. */
    public String attributeOrEmpty(String attribute) {
        String value = attributes.get(attribute);
        return value == null ? "" : value.strip();
    }

    /** The first child of that name. */
    public @Nullable XmlElement child(String childName) {
        for (XmlElement child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        return null;
    }

    /** The text of the first child of that name, without blanks around it; the empty string if there is none. */
    public String childText(String childName) {
        XmlElement child = child(childName);
        return child == null ? "" : child.text.strip();
    }

    /** The first element of that name below this one, in document order. Depth is bounded by the stream's parser. */
    public @Nullable XmlElement find(String descendantName) {
        for (XmlElement child : children) {
            XmlElement found = child.name.equals(descendantName) ? child : child.find(descendantName);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The texts of the children called {@code itemName} of the first child called {@code listName}. */
    public ImmutableList<String> texts(String listName, String itemName) {
        XmlElement list = child(listName);
        if (list == null) {
            return ImmutableList.of();
        }
        return list.children.stream()
                .filter(item -> item.name.equals(itemName))
                .map(item -> item.text.strip())
                .collect(ImmutableList.toImmutableList());
    }

    /** The element as XML text, without white space of its own. */
    public String toXml() {
        var writer = new XmlWriter();
        writer.element(this);
        return writer.toString();
    }
}
