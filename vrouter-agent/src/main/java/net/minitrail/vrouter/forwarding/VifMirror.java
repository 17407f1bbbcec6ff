package net.minitrail.vrouter.forwarding;

import net.minitrail.net.MacAddress;
import net.minitrail.vrouter.flow.MirrorMetadata;
import org.jspecify.annotations.Nullable;

/**
 * That an interface's frames are mirrored.
 *
 * @param index of the analyzer in the mirror table
 * @param guest MAC of its guest
 * @param ingress what goes before frames that the guest sends, null if those are not mirrored
 * @param egress what goes before frames that the guest gets, null if those are not mirrored
 */
public record VifMirror(
        int index,
        MacAddress guest,
        @Nullable MirrorMetadata ingress,
        @Nullable MirrorMetadata egress) {}
