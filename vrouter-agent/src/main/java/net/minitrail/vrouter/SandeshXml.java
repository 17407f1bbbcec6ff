package net.minitrail.vrouter;

import com.google.common.xml.XmlEscapers;

/** Builds one introspection reply: a list of structures whose fields carry type and number, as Sandesh writes them. */
final class SandeshXml {
    private final String reply;
    private final String list;
    private final String structure;
    private final StringBuilder items = new StringBuilder();
    private int size;
    private int field;

    /**
     * @param reply name of the whole
     * @param list name of its one field
     * @param structure name of the list's elements
     */
    SandeshXml(String reply, String list, String structure) {
        this.reply = reply;
        this.list = list;
        this.structure = structure;
    }

    /** Begins the next element. */
    SandeshXml item() {
        items.append(size == 0 ? "" : "</" + structure + ">")
                .append('<')
                .append(structure)
                .append('>');
        size++;
        field = 0;
        return this;
    }

    SandeshXml field(String name, String value) {
        return field(name, "string", XmlEscapers.xmlContentEscaper().escape(value));
    }

    SandeshXml field(String name, int value) {
        return field(name, "i32", Integer.toString(value));
    }

    private SandeshXml field(String name, String type, String text) {
        items.append("<%s type=\"%s\" identifier=\"%d\">%s</%s>".formatted(name, type, ++field, text, name));
        return this;
    }

    @Override
    public String toString() {
        String end = size == 0 ? "" : "</" + structure + ">";
        return "<?xml version=\"1.0\"?>\n<%s type=\"sandesh\"><%s type=\"list\" identifier=\"1\"><list type=\"struct\" size=\"%d\">"
                        .formatted(reply, list, size)
                + items
                + end
                + "</list></%s><more type=\"bool\" identifier=\"0\">false</more></%s>%n".formatted(list, reply);
    }
}
