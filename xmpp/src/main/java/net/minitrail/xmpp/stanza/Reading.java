package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;

/**
 * What a reader made of one stanza.
 *
 * @param records what was said, in order
 * @param refusals what could not be used, in order
 */
public record Reading<T>(ImmutableList<T> records, ImmutableList<Refusal> refusals) {
    static <T> Reading<T> nothing() {
        return new Reading<>(ImmutableList.of(), ImmutableList.of());
    }

    static <T> Reading<T> of(T record) {
        return new Reading<>(ImmutableList.of(record), ImmutableList.of());
    }

    static <T> Reading<T> refused(String subject, String problem) {
        return new Reading<>(ImmutableList.of(), ImmutableList.of(new Refusal(subject, problem)));
    }
}
