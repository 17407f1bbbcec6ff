package net.minitrail.lab.topology;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.util.Collection;
import java.util.stream.Collectors;
import net.minitrail.lab.explain.LabException;

/** A lab file with mistakes: all of them at once, in the order of the file. */
public final class LabFileException extends LabException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final transient ImmutableList<LabProblem> problems;

    /** @param problems at least one */
    public LabFileException(String file, Collection<LabProblem> problems) {
        super(first(problems).code(), text(file, problems));
        this.file = file;
        this.problems = ImmutableSortedSet.copyOf(problems).asList();
    }

    public String file() {
        return file;
    }

    public ImmutableList<LabProblem> problems() {
        return problems;
    }

    private static LabProblem first(Collection<LabProblem> problems) {
        return ImmutableSortedSet.copyOf(problems).first();
    }

    private static String text(String file, Collection<LabProblem> problems) {
        return ImmutableSortedSet.copyOf(problems).stream()
                .map(problem -> file + ":" + problem)
                .collect(Collectors.joining("\n"));
    }
}
