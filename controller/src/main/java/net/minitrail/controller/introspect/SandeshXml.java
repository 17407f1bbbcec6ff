package net.minitrail.controller.introspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes a page in the form that Contrail's tools read: each element says its type and its number within its parent. What is
 * written goes on to the reader piece by piece, so a long page needs no memory. For one thread.
 */
final class SandeshXml {
    private static final int PIECE = 16 * 1024;

    private final StringBuilder text = new StringBuilder(PIECE + PIECE / 4);
    private final Deque<int[]> numbers = new ArrayDeque<>();
    private final Writer out;
    private char[] piece = new char[0];

    private SandeshXml(Writer out) {
        this.out = out;
    }

    /** One reply. */
    record Page(String name, Consumer<SandeshXml> content) {
        void writeTo(Writer out) throws IOException {
            write(name, content, out);
        }
    }

    /** One reply of that name. {@code content} runs while it is being sent. */
    static Page page(String name, Consumer<SandeshXml> content) {
        return new Page(name, content);
    }

    private static void write(String name, Consumer<SandeshXml> content, Writer out) throws IOException {
        var xml = new SandeshXml(out);
        xml.text
                .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<__")
                .append(name)
                .append("_list type=\"slist\">");
        xml.text.append('<').append(name).append(" type=\"sandesh\">");
        xml.within(content);
        xml.text
                .append("<more type=\"bool\" identifier=\"0\">false</more></")
                .append(name)
                .append("></__");
        xml.text.append(name).append("_list>\n");
        xml.passOn();
        out.flush();
    }

    private void passOn() throws IOException {
        if (piece.length < text.length()) {
            piece = new char[Math.max(text.capacity(), text.length())];
        }
        text.getChars(0, text.length(), piece, 0);
        out.write(piece, 0, text.length());
        text.setLength(0);
    }

    SandeshXml field(String name, String value) {
        return field(name, "string", escaped(value));
    }

    SandeshXml field(String name, long value) {
        return field(name, "u32", Long.toString(value));
    }

    SandeshXml field(String name, boolean value) {
        return field(name, "bool", Boolean.toString(value));
    }

    SandeshXml strings(String name, Collection<String> values) {
        open(name, "list");
        text.append("<list type=\"string\" size=\"").append(values.size()).append("\">");
        values.forEach(value -> text.append("<element>").append(escaped(value)).append("</element>"));
        text.append("</list></").append(name).append('>');
        return this;
    }

    <T> SandeshXml list(String name, String struct, Collection<T> values, BiConsumer<SandeshXml, T> writer) {
        return list(name, struct, values.size(), values.iterator(), writer);
    }

    /** @param size as it was when the values were chosen; of those that come in time there may be fewer */
    <T> SandeshXml list(String name, String struct, int size, Iterator<T> values, BiConsumer<SandeshXml, T> writer) {
        open(name, "list");
        text.append("<list type=\"struct\" size=\"").append(size).append("\">");
        while (values.hasNext()) {
            T value = values.next();
            text.append('<').append(struct).append('>');
            within(xml -> writer.accept(xml, value));
            text.append("</").append(struct).append('>');
            if (text.length() >= PIECE) {
                try {
                    passOn();
                } catch (IOException e) {
                    throw new UncheckedIOException(e); // the reader has gone
                }
            }
        }
        text.append("</list></").append(name).append('>');
        return this;
    }

    private SandeshXml field(String name, String type, String value) {
        open(name, type);
        text.append(value).append("</").append(name).append('>');
        return this;
    }

    private void open(String name, String type) {
        int[] number = numbers.getFirst();
        text.append('<').append(name).append(" type=\"").append(type);
        text.append("\" identifier=\"").append(++number[0]).append("\">");
    }

    private void within(Consumer<SandeshXml> content) {
        numbers.push(new int[1]);
        content.accept(this);
        numbers.pop();
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
