/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.update;

import org.jspecify.annotations.NullMarked;
