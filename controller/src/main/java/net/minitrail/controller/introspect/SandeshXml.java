package net.minitrail.controller.introspect;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes a page in the form that Contrail's tools read: each element says its type and its number within its parent. */
final class SandeshXml {
    private final StringBuilder text = new StringBuilder(1024);
    private final Deque<int[]> numbers = new ArrayDeque<>();

    private SandeshXml() {}

    /** One reply of that name. */
    static String page(String name, Consumer<SandeshXml> content) {
        var xml = new SandeshXml();
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
        return xml.text.toString();
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
        open(name, "list");
        text.append("<list type=\"struct\" size=\"").append(values.size()).append("\">");
        for (T value : values) {
            text.append('<').append(struct).append('>');
            within(xml -> writer.accept(xml, value));
            text.append("</").append(struct).append('>');
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
