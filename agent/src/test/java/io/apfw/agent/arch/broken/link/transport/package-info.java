/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.link.transport;

import org.jspecify.annotations.NullMarked;
