/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.capwap.wtp;

import org.jspecify.annotations.NullMarked;
