package net.minitrail.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RouteRowTest {
    private static final JsonNode ROUTE = json("""
            {"prefix": "192.168.1.3/32", "next_hop": "192.168.100.3", "label": 17, "local_preference": 200,
             "route_targets": ["target:65500:101", "target:65500:8000000"]}
            """);

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static boolean matches(String row) {
        return RouteRow.of(json(row)).matches(ROUTE);
    }

    @Test
    void fields_that_are_not_named_are_free() {
        assertTrue(matches("{\"node\": \"gw\", \"table\": \"x.inet.0\", \"prefix\": \"192.168.1.3/32\"}"));
    }

    @Test
    void named_fields_are_exact() {
        assertTrue(matches("{\"label\": 17, \"next-hop\": \"192.168.100.3\", \"local-preference\": 200}"));
        assertFalse(matches("{\"label\": 18}"));
        assertFalse(matches("{\"med\": 100}"));
    }

    @Test
    void of_a_list_the_named_elements_must_be_there() {
        assertTrue(matches("{\"route-targets\": [\"target:65500:101\"]}"));
        assertFalse(matches("{\"route-targets\": [\"target:65500:102\"]}"));
    }

    @Test
    void what_differs_is_shown_in_the_words_of_the_lab_file() {
        RouteRow row = RouteRow.of(json("{\"label\": 20, \"med\": 100}"));

        assertEquals("label 20, med 100", row.toString());
        assertEquals("label 17, med none", row.shownIn(ROUTE));
    }
}
