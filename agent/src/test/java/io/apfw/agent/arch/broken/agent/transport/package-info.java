/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.agent.transport;

import org.jspecify.annotations.NullMarked;
