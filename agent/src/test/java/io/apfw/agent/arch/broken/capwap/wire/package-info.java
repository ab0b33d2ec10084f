/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.capwap.wire;

import org.jspecify.annotations.NullMarked;
