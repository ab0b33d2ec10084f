/** UDP and time at the agent's edge: one event-loop thread, two sockets, one clock. */
@NullMarked
package io.apfw.link.transport;

import org.jspecify.annotations.NullMarked;
