package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.bgp.wire.BgpProtocolException.Remedy;
import org.jspecify.annotations.Nullable;

/** The errors of one UPDATE and the worst of them. For one thread. */
final class UpdateErrors {
    /** More are counted for the remedy, but not kept: one UPDATE can have thousands. */
    private static final int KEPT = 16;

    private final List<BgpProtocolException> errors = new ArrayList<>();
    private @Nullable BgpProtocolException worst;

    void clear() {
        errors.clear();
        worst = null;
    }

    boolean isEmpty() {
        return worst == null;
    }

    /** Whether one more error of the mildest kind would be kept; if not, it need not be made. */
    boolean hasRoom() {
        return errors.size() < KEPT;
    }

    void add(BgpProtocolException error) {
        if (errors.size() < KEPT) {
            errors.add(error);
        }
        if (worst == null || error.remedy().compareTo(worst.remedy()) > 0) {
            worst = error;
        }
    }

    boolean treatAsWithdraw() {
        return worst != null && worst.remedy() != Remedy.DISCARD_ATTRIBUTE;
    }

    /** Throws the first error that asks for a reset; if routes cannot be told, also the first treat-as-withdraw. */
    void throwIfReset(boolean routesKnown) throws BgpProtocolException {
        if (worst != null && (worst.remedy() == Remedy.RESET_SESSION || (!routesKnown && treatAsWithdraw()))) {
            throw worst.escalated();
        }
    }

    ImmutableList<BgpProtocolException> toList() {
        return errors.isEmpty() ? ImmutableList.of() : ImmutableList.copyOf(errors);
    }
}
