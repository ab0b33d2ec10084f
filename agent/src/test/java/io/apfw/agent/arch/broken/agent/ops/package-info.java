/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.agent.ops;

import org.jspecify.annotations.NullMarked;
