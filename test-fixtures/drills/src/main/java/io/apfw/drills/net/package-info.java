/** The network between an AP and its controllers, with its faults. */
@NullMarked
package io.apfw.drills.net;

import org.jspecify.annotations.NullMarked;
