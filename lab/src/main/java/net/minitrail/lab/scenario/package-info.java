/**
 * The steps of a lab file: what is done to a running lab, and what must then be so. An expectation is tried until it holds
 * or its time is over; nothing else in here waits.
 *
 * <p>May depend on {@code topology}, {@code process} and {@code explain}.
 */
@NullMarked
package net.minitrail.lab.scenario;

import org.jspecify.annotations.NullMarked;
