package net.minitrail.lab.explain;

import java.util.Collection;
import net.minitrail.net.runtime.NearestWord;

/** What to tell somebody who used a word that does not exist. */
public final class Suggestion {
    private static final int SHORT_LIST = 12;

    private Suggestion() {}

    /** A clause: {@code did you mean 'x'?}, else the whole list if it is short, else nothing. */
    public static String of(String word, Collection<String> known) {
        return NearestWord.to(word, known).map("did you mean '%s'?"::formatted).orElseGet(() -> list(known));
    }

    private static String list(Collection<String> known) {
        return known.isEmpty() || known.size() > SHORT_LIST
                ? ""
                : "there is: " + String.join(", ", known.stream().sorted().toList());
    }
}
