/** An agent as a process of its own, killed. */
@NullMarked
package io.apfw.agent.kill;

import org.jspecify.annotations.NullMarked;
