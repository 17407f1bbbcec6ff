package net.minitrail.vrouter.guest;

import net.minitrail.net.Ipv4Address;

/**
 * A virtual router as configured on an interface.
 *
 * @param own address of the interface that it is configured under
 * @param id 1 to 255
 * @param virtual the shared address
 * @param priority 1 to 255; 255 is that of the address' owner
 * @param preempt whether to take over from a master of lower priority
 * @param acceptData whether the master answers at the shared address
 * @param interval seconds between advertisements
 */
record VrrpGroup(
        Ipv4Address own, int id, Ipv4Address virtual, int priority, boolean preempt, boolean acceptData, int interval) {
    static final int DEFAULT_PRIORITY = 100;
}
