/**
 * Address management: the subnets of a network and the addresses of its ports.
 *
 * <p>Two {@link net.minitrail.controller.config.ConfigRule}s do the work: {@code SubnetRule} checks and completes the subnets
 * of a virtual-network, {@code AddressRule} allocates the address of an instance-ip. What is taken follows from the
 * instance-ip objects, so there is no state of its own to store. Confined to the config loop.
 *
 * <p>May depend on: {@code net.minitrail.net}, {@code controller.config}.
 */
@NullMarked
package net.minitrail.controller.config.ipam;

import org.jspecify.annotations.NullMarked;
