/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.capwap.exchange;

import org.jspecify.annotations.NullMarked;
