/** Many WTPs on real sockets at one controller, and what they cost it. */
@NullMarked
package io.apfw.drills.load;

import org.jspecify.annotations.NullMarked;
