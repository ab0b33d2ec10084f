/**
 * The machines of apfw, those that agents run, in simulated time: as many APs as you like, their
 * controller, and the network between them. What is slow or outside of the machines (disks,
 * scripts, the boot loader, DTLS) is a model here, and each model says what it leaves out.
 *
 * <p>Nothing here reads a clock, and all that is random follows from a seed: a run can be had
 * again.
 */
@NullMarked
package io.apfw.drills.virtual;

import org.jspecify.annotations.NullMarked;
