package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import net.minitrail.bgp.wire.AttributesDecoder.Required;
import net.minitrail.bgp.wire.Update.Announcement;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an UPDATE (RFC 4271 section 4.3) and applies the remedies of RFC 7606.
 *
 * <p>A first pass walks the attribute headers, finds MP_REACH_NLRI and MP_UNREACH_NLRI, and hands the other attributes to
 * an {@link AttributeReader}. Confined to one thread.
 */
final class UpdateDecoder {
    private final AttributeReader attributeReader;
    private final AttributeHeader header = new AttributeHeader();
    private final UpdateErrors errors = new UpdateErrors();
    private final MultiprotocolField reach = new MultiprotocolField(MultiprotocolField.REACH);
    private final MultiprotocolField unreach = new MultiprotocolField(MultiprotocolField.UNREACH);

    UpdateDecoder(AttributeInterner interner) {
        this.attributeReader = new AttributeReader(interner);
    }

    /**
     * Reads one UPDATE.
     *
     * @param body what follows the message header, at least four octets
     * @throws BgpProtocolException always with the remedy RESET_SESSION
     */
    Update decode(Cursor body, CodecOptions options) throws BgpProtocolException {
        errors.clear();
        int end = body.limit();
        int withdrawnLength = body.u16();
        requireFits(withdrawnLength, body.remaining() - 2);
        int withdrawnStart = body.position();
        body.skip(withdrawnLength);
        int attributesLength = body.u16();
        requireFits(attributesLength, body.remaining());
        int attributesStart = body.position();
        int nlriStart = attributesStart + attributesLength;
        if (withdrawnLength == 0 && attributesLength == 0 && nlriStart == end) {
            return Update.endOfRib(AddressFamily.IPV4_UNICAST); // RFC 4724 section 2
        }

        body.window(attributesStart, nlriStart);
        scan(body, options);

        body.window(withdrawnStart, withdrawnStart + withdrawnLength);
        NlriCodec codec = NlriCodec.receiving(AddressFamily.IPV4_UNICAST, options);
        ImmutableList<Nlri> withdrawn = wanted(RouteLists.readWithdrawn(body, codec), options);
        withdrawn = RouteLists.concat(withdrawn, readUnreach(body, options));
        ImmutableList<Route> reached = readReach(body, options);
        body.window(nlriStart, end);
        ImmutableList<Route> classic = wanted(RouteLists.readRoutes(body, codec, errors), options);

        IpAddress nextHop = reached.isEmpty() ? null : nextHop(body);
        Required required = required(reached, classic);
        PathAttributes attributes = attributeReader.read(
                body.array(), required == Required.BASIC ? reach : null, options, required, errors);
        errors.throwIfReset(reach.hasRoutes() || nlriStart < end);
        if (errors.treatAsWithdraw()) {
            ImmutableList<Nlri> lost = RouteLists.concat(RouteLists.keys(reached), RouteLists.keys(classic));
            return new Update(ImmutableList.of(), RouteLists.concat(withdrawn, lost), null, errors.toList());
        }
        boolean only = attributeReader.isEmpty() && !reach.isPresent() && withdrawn.isEmpty() && nlriStart == end;
        AddressFamily endOfRib = only && unreach.isPresent() && !unreach.hasRoutes() ? unreach.family() : null;
        return new Update(announcements(attributes, reached, nextHop, classic), withdrawn, endOfRib, errors.toList());
    }

    private static void requireFits(int length, int available) throws BgpProtocolException {
        if (length > available) { // RFC 4271 section 6.3, RFC 7606 section 3, item b
            throw BgpProtocolException.resetSession(
                    ErrorCode.MALFORMED_ATTRIBUTE_LIST,
                    OctetString.EMPTY,
                    "field of %d octets with %d left".formatted(length, available));
        }
    }

    /** Sorts the attributes; an attribute that overruns the list ends it. */
    private void scan(Cursor in, CodecOptions options) throws BgpProtocolException {
        reach.clear();
        unreach.clear();
        attributeReader.clear();
        int listEnd = in.limit();
        int runStart = in.position();
        try {
            while (in.isReadable()) {
                header.read(in);
                if (header.type == MultiprotocolField.REACH || header.type == MultiprotocolField.UNREACH) {
                    attributeReader.add(in.array(), runStart, header.start);
                    runStart = header.end;
                    (header.type == MultiprotocolField.REACH ? reach : unreach).read(in, header, options, errors);
                }
                in.window(header.end, listEnd);
            }
            attributeReader.add(in.array(), runStart, listEnd);
        } catch (BgpProtocolException e) {
            if (e.remedy() == BgpProtocolException.Remedy.RESET_SESSION) {
                throw e;
            }
            errors.add(e);
            attributeReader.add(in.array(), runStart, header.start);
        }
    }

    /** Routes of 1/1 that nobody asked for are skipped, once they are known to be well-formed (RFC 4271 section 6.3). */
    private <T> ImmutableList<T> wanted(ImmutableList<T> classic, CodecOptions options) {
        if (classic.isEmpty() || options.families().contains(AddressFamily.IPV4_UNICAST)) {
            return classic;
        }
        errors.add(BgpProtocolException.discardAttribute(
                ErrorCode.INVALID_NETWORK_FIELD, OctetString.EMPTY, "family 1/1 is not negotiated"));
        return ImmutableList.of();
    }

    private ImmutableList<Nlri> readUnreach(Cursor in, CodecOptions options) throws BgpProtocolException {
        AddressFamily family = unreach.isPresent() ? unreach.family() : null;
        if (family == null) {
            return ImmutableList.of();
        }
        unreach.openRoutes(in);
        try {
            return RouteLists.readWithdrawn(in, NlriCodec.receiving(family, options));
        } catch (BgpProtocolException e) {
            throw unreach.malformedRoutes(in, e);
        }
    }

    private ImmutableList<Route> readReach(Cursor in, CodecOptions options) throws BgpProtocolException {
        AddressFamily family = reach.isPresent() ? reach.family() : null;
        if (family == null) {
            return ImmutableList.of();
        }
        reach.openRoutes(in);
        try {
            return RouteLists.readRoutes(in, NlriCodec.receiving(family, options), errors);
        } catch (BgpProtocolException e) {
            throw reach.malformedRoutes(in, e);
        }
    }

    /** The next hop of MP_REACH_NLRI; that of a membership may be anything, since no traffic follows it. */
    private IpAddress nextHop(Cursor in) {
        IpAddress nextHop = NextHops.read(in.array(), reach.nextHopStart(), reach.nextHopLength());
        if (!NextHops.isHost(nextHop) && reach.family() != AddressFamily.ROUTE_TARGET) {
            errors.add(BgpProtocolException.treatAsWithdraw(
                            ErrorCode.INVALID_NEXT_HOP, OctetString.EMPTY, nextHop + " is not a host")
                    .inAttribute(MultiprotocolField.REACH, reach.octets(in)));
        }
        return nextHop;
    }

    private static Required required(ImmutableList<Route> reached, ImmutableList<Route> classic) {
        if (!classic.isEmpty()) {
            return Required.WITH_NEXT_HOP;
        }
        return reached.isEmpty() ? Required.NOTHING : Required.BASIC;
    }

    private ImmutableList<Announcement> announcements(
            PathAttributes attributes,
            ImmutableList<Route> reached,
            @Nullable IpAddress nextHop,
            ImmutableList<Route> classic) {
        AddressFamily family = reach.family();
        if (nextHop == null || family == null) {
            return classic.isEmpty()
                    ? ImmutableList.of()
                    : ImmutableList.of(new Announcement(AddressFamily.IPV4_UNICAST, attributes, classic));
        }
        var first = new Announcement(family, attributes.withNextHop(nextHop), reached);
        return classic.isEmpty()
                ? ImmutableList.of(first)
                : ImmutableList.of(first, new Announcement(AddressFamily.IPV4_UNICAST, attributes, classic));
    }
}
