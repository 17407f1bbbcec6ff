package net.minitrail.xmpp.stanza;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * What an item says of its route as a whole, apart from the next hops.
 *
 * @param virtualNetwork full name of the network the route comes from; may be empty
 * @param securityGroups ids, in order
 * @param communityTags such as {@code no-export} or {@code 64512:100}
 * @param localPreference 0 to 4294967295; 0 also when the element is missing
 * @param med 0 to 4294967295; 0 lets the control node derive it
 * @param subProtocol {@code interface}, {@code interface-static}, {@code service-interface}, {@code bgpaas} or empty
 */
public record RouteAttributes(
        String virtualNetwork,
        Mobility mobility,
        ImmutableList<Long> securityGroups,
        ImmutableList<String> communityTags,
        long localPreference,
        long med,
        @Nullable LoadBalance loadBalance,
        String subProtocol) {

    public static Builder builder() {
        return new Builder();
    }

    /** Collects attributes; what is not set is empty or zero. */
    public static final class Builder {
        private String virtualNetwork = "";
        private Mobility mobility = Mobility.NONE;
        private ImmutableList<Long> securityGroups = ImmutableList.of();
        private ImmutableList<String> communityTags = ImmutableList.of();
        private long localPreference;
        private long med;
        private @Nullable LoadBalance loadBalance;
        private String subProtocol = "";

        private Builder() {}

        @CanIgnoreReturnValue
        public Builder virtualNetwork(String fullName) {
            virtualNetwork = fullName;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder mobility(long sequence, boolean sticky) {
            mobility = new Mobility(sequence, sticky);
            return this;
        }

        @CanIgnoreReturnValue
        public Builder securityGroups(Iterable<Long> ids) {
            securityGroups = ImmutableList.copyOf(ids);
            return this;
        }

        @CanIgnoreReturnValue
        public Builder communityTags(Iterable<String> tags) {
            communityTags = ImmutableList.copyOf(tags);
            return this;
        }

        @CanIgnoreReturnValue
        public Builder localPreference(long value) {
            localPreference = value;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder med(long value) {
            med = value;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder loadBalance(@Nullable LoadBalance value) {
            loadBalance = value;
            return this;
        }

        @CanIgnoreReturnValue
        public Builder subProtocol(String name) {
            subProtocol = name;
            return this;
        }

        public RouteAttributes build() {
            return new RouteAttributes(
                    virtualNetwork,
                    mobility,
                    securityGroups,
                    communityTags,
                    localPreference,
                    med,
                    loadBalance,
                    subProtocol);
        }
    }
}
