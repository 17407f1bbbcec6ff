package net.minitrail.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GoldenTextTest {
    private static final String ROW =
            "5.5.5.3/32             32            P          -             81        2:aa:f0:88:f0:65(41308)\n";

    @Test
    void text_without_masks_is_compared_to_the_blank() {
        assertTrue(GoldenText.parse(ROW).matches(ROW));
        assertFalse(GoldenText.parse(ROW).matches(ROW.replace(" 81 ", "  81 ")));
        assertFalse(GoldenText.parse(ROW).matches(ROW + ROW));
    }

    @Test
    void a_mask_is_one_word_in_a_column_of_any_width() {
        GoldenText golden = GoldenText.parse(ROW.replace("81", "<nh>").replace("41308", "<index>"));

        assertTrue(golden.matches(ROW.replace("    81", "     7")));
        assertTrue(golden.matches(ROW.replace("   81", "12345")));
        assertFalse(golden.matches(ROW.replace("    81", " 8  1")));
        assertFalse(golden.matches(ROW.replace(" P ", " F ")));
    }

    @Test
    void the_same_name_is_the_same_word() {
        GoldenText golden = GoldenText.parse("Oif:<vif> Len:14\nvif0/<vif>  OS: tap\n");

        assertTrue(golden.matches("Oif:8 Len:14\nvif0/8      OS: tap\n"));
        assertFalse(golden.matches("Oif:8 Len:14\nvif0/9      OS: tap\n"));
        assertFalse(golden.matches("Oif:8 Len:14\nvif0/81      OS: tap\n"));
    }

    @Test
    void three_dots_are_any_lines_and_a_star_the_rest_of_one() {
        GoldenText golden = GoldenText.parse("first\n...\nlast <*>\n");

        assertTrue(golden.matches("first\nlast one of all\n"));
        assertTrue(golden.matches("first\nsecond\n\nlast\n") || golden.matches("first\nsecond\n\nlast \n"));
        assertFalse(golden.matches("second\nlast one\n"));
    }

    @Test
    void nothing_matches_nothing_only() {
        assertTrue(GoldenText.parse("").matches(""));
        assertFalse(GoldenText.parse("").matches("x\n"));
    }

    @Test
    void names_tell_their_words_to_later_texts() {
        var words = GoldenText.parse("K(nh):<key>, S(nh):<rpf>\n")
                .match("K(nh):37, S(nh):21\n")
                .orElseThrow();
        assertEquals(Map.of("key", "37", "rpf", "21"), words);

        GoldenText later = GoldenText.parse("Id:${key}         Type:Encap\n", words);
        assertTrue(later.matches("Id:37       Type:Encap\n"));
        assertFalse(later.matches("Id:21       Type:Encap\n"));
        assertFalse(later.matches("Id:371      Type:Encap\n"));
    }

    @Test
    void entries_of_a_flow_table_come_in_any_order() {
        GoldenText golden = GoldenText.parse("rows\n----\n<a><=><b>  1.1.1.1:1\nF\n\n<b><=><a>  2.2.2.2:2\nR\n");

        assertTrue(golden.matches("rows\n----\n4<=>8  1.1.1.1:1\nF\n\n8<=>4  2.2.2.2:2\nR\n\n"));
        assertTrue(golden.matches("rows\n----\n8<=>4  2.2.2.2:2\nR\n\n4<=>8  1.1.1.1:1\nF\n\n"));
        assertFalse(golden.matches("rows\n----\n8<=>4  2.2.2.2:2\nF\n\n4<=>8  1.1.1.1:1\nR\n\n"));
        assertFalse(golden.matches("rows\n----\n4<=>8  1.1.1.1:1\nF\n\n"));
    }
}
