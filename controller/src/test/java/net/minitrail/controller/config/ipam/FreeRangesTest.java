package net.minitrail.controller.config.ipam;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FreeRangesTest {

    /** Small numbers make ranges touch and split often; the model is a plain set. */
    @Property
    void behaves_as_a_set_of_numbers_whatever_is_added_and_removed(
            @ForAll @Size(max = 60) List<@IntRange(min = -40, max = 40) Integer> steps) {
        // given
        var ranges = new FreeRanges();
        var model = new TreeSet<Integer>();

        // when: a positive step adds the number and the two after it, another removes it
        for (int step : steps) {
            int number = Math.abs(step);
            if (step > 0) {
                ranges.add(BigInteger.valueOf(number), BigInteger.valueOf(number + 2));
                model.addAll(List.of(number, number + 1, number + 2));
            } else {
                assertEquals(model.remove(number), ranges.remove(BigInteger.valueOf(number)));
            }
        }

        // then
        for (int number = 0; number <= 45; number++) {
            assertEquals(model.contains(number), ranges.contains(BigInteger.valueOf(number)), "number " + number);
        }
        assertEquals(
                model.isEmpty() ? Optional.empty() : Optional.of(BigInteger.valueOf(model.first())), ranges.lowest());
        assertEquals(
                model.isEmpty() ? Optional.empty() : Optional.of(BigInteger.valueOf(model.last())), ranges.highest());
    }
}
