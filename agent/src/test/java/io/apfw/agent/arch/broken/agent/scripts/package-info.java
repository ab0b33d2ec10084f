/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.agent.scripts;

import org.jspecify.annotations.NullMarked;
