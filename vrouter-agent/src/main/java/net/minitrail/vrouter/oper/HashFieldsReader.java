package net.minitrail.vrouter.oper;

import com.google.common.collect.ImmutableList;
import java.util.EnumSet;
import net.minitrail.vrouter.flow.HashFields;
import net.minitrail.vrouter.flow.HashFields.Field;
import net.minitrail.xmpp.stanza.LoadBalance;
import net.minitrail.xmpp.stanza.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * The fields that choose among equal next hops, in the configuration ({@code ecmp-hashing-include-fields}) and in routes
 * ({@code load-balance}, which says what the owner of the address has configured). All five are the default, and not sent.
 */
final class HashFieldsReader {
    private static final String BY_FIELDS = "field-hash";

    private HashFieldsReader() {}

    /** What a port, network or the system is configured with; null if that is nothing. A field that is not named counts. */
    static @Nullable HashFields read(@Nullable XmlElement property) {
        if (property == null || !property.childText("hashing-configured").equals("true")) {
            return null;
        }
        EnumSet<Field> fields = EnumSet.allOf(Field.class);
        fields.removeIf(field -> property.childText(field.configName()).equals("false"));
        return HashFields.of(fields);
    }

    /** What a route says; names that nobody knows are left out. */
    static HashFields of(@Nullable LoadBalance said) {
        if (said == null || !said.decision().equals(BY_FIELDS) || said.fields().isEmpty()) {
            return HashFields.ALL;
        }
        EnumSet<Field> fields = EnumSet.allOf(Field.class);
        fields.removeIf(field -> !said.fields().contains(field.wireName()));
        return HashFields.of(fields);
    }

    /** What a route is to say; null for the default, and for no field at all, which has no form. */
    static @Nullable LoadBalance said(HashFields fields) {
        if (fields.equals(HashFields.ALL) || fields.included().isEmpty()) {
            return null;
        }
        ImmutableList<String> names =
                fields.included().stream().map(Field::wireName).collect(ImmutableList.toImmutableList());
        return new LoadBalance(names, BY_FIELDS);
    }
}
