/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.drills;

import org.jspecify.annotations.NullMarked;
