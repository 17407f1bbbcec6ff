package net.minitrail.controller.config.rest;

import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.minitrail.controller.config.ConfigObject;
import net.minitrail.controller.config.Rejected;
import net.minitrail.net.runtime.ControlServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * Which objects of a collection are asked for. An empty set asks for any.
 *
 * @param filters property by name, each of which must equal
 */
record ListQuery(
        Set<String> parents,
        String parentName,
        String parentType,
        Set<String> uuids,
        Set<String> referredTo,
        Set<String> names,
        Map<String, JsonNode> filters) {

    static ListQuery of(ControlServer.Request request) {
        return new ListQuery(
                set(request.query("parent_id")),
                text(request.query("parent_fq_name_str")),
                text(request.query("parent_type")),
                set(request.query("obj_uuids")),
                set(request.query("back_ref_id")),
                set(request.query("fq_name") != null ? request.query("fq_name") : request.query("fq_names")),
                filters(text(request.query("filters"))));
    }

    boolean accepts(ConfigObject object) {
        return (uuids.isEmpty() || uuids.contains(object.uuid().toString()))
                && (names.isEmpty() || names.contains(object.name()))
                && (parents.isEmpty()
                        || object.parent()
                                .map(parent -> parents.contains(parent.uuid().toString()))
                                .orElse(false))
                && (parentName.isEmpty()
                        || object.parent()
                                .map(parent -> parent.name().equals(parentName))
                                .orElse(false))
                && (parentType.isEmpty()
                        || object.parent().map(parent -> parent.is(parentType)).orElse(false))
                && (referredTo.isEmpty()
                        || object.references().keySet().stream()
                                .anyMatch(to -> referredTo.contains(to.uuid().toString())))
                && filters.entrySet().stream()
                        .allMatch(filter -> object.property(filter.getKey()).equals(filter.getValue()));
    }

    private static Set<String> set(@Nullable String text) {
        return text == null || text.isBlank() ? Set.of() : ImmutableSet.copyOf(text.split("\\s*,\\s*", -1));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Map<String, JsonNode> filters(String text) {
        var filters = new LinkedHashMap<String, JsonNode>();
        List<String> terms = text.isBlank() ? List.of() : Arrays.asList(text.split(",(?=\\w+==)", -1));
        for (String term : terms) {
            int equals = term.indexOf("==");
            if (equals <= 0) {
                throw Rejected.invalid(
                        "filters", "found '" + RequestBody.oneLine(term) + "' (expected property==value)");
            }
            filters.put(
                    term.substring(0, equals).strip(),
                    value(term.substring(equals + 2).strip()));
        }
        return filters;
    }

    private static JsonNode value(String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            return StringNode.valueOf(text); // an unquoted word stands for itself
        }
    }
}
