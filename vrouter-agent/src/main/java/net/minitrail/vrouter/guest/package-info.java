/**
 * Emulated guests: small hosts of both families on the interfaces of active ports, with a shell as CirrOS has it.
 *
 * <p>A guest exchanges Ethernet frames with its interface and knows nothing of the overlay. Its stack is confined to the
 * routing loop, its shell runs on the thread that asked.
 *
 * <p>May depend on: packets, {@code cli} for the shell's frame, {@code oper} to hear of ports.
 */
@NullMarked
package net.minitrail.vrouter.guest;

import org.jspecify.annotations.NullMarked;
