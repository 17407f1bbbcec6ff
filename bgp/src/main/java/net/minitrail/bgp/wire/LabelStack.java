package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.util.Arrays;
import net.minitrail.net.MplsLabel;

/** The MPLS labels that the egress router expects, outermost first: none, nearly always one, at most {@value #MAX}. */
public final class LabelStack {
    /** More labels than any router pushes; a longer stack in an UPDATE is an error. */
    public static final int MAX = 16;

    private static final int[] NO_MORE = {};
    private static final LabelStack NONE = new LabelStack(-1, NO_MORE);

    private final int top;
    private final int[] below;

    private LabelStack(int top, int[] below) {
        this.top = top;
        this.below = below;
    }

    public static LabelStack none() {
        return NONE;
    }

    /** One label, 0 to 1048575. */
    public static LabelStack of(int label) {
        checkLabel(label);
        return new LabelStack(label, NO_MORE);
    }

    /** The labels {@code outermost first}, at most {@value #MAX}. */
    public static LabelStack of(int... labels) {
        checkArgument(labels.length <= MAX, "%s labels (expected: <= %s)", labels.length, MAX);
        if (labels.length == 0) {
            return NONE;
        }
        for (int label : labels) {
            checkLabel(label);
        }
        return new LabelStack(labels[0], labels.length == 1 ? NO_MORE : Arrays.copyOfRange(labels, 1, labels.length));
    }

    private static void checkLabel(int label) {
        checkArgument(label >= 0 && label <= MplsLabel.MAX, "label %s is not in 0..1048575", label);
    }

    public boolean isEmpty() {
        return top < 0;
    }

    /** Number of labels. */
    public int depth() {
        return top < 0 ? 0 : 1 + below.length;
    }

    /** The outermost label; the stack must not be empty. */
    public int top() {
        checkState(top >= 0, "no label");
        return top;
    }

    /** The outermost label, or {@code absent} if there is none. */
    public int topOr(int absent) {
        return top < 0 ? absent : top;
    }

    /** The label at {@code index}, 0 being the outermost. */
    public int get(int index) {
        return index == 0 ? top() : below[index - 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelStack that && top == that.top && Arrays.equals(below, that.below);
    }

    @Override
    public int hashCode() {
        return top * 31 + Arrays.hashCode(below);
    }

    /** {@code 17}, {@code 17/18} with the outermost first, or {@code -}. */
    @Override
    public String toString() {
        if (isEmpty()) {
            return "-";
        }
        var text = new StringBuilder().append(top);
        for (int label : below) {
            text.append('/').append(label);
        }
        return text.toString();
    }
}
