/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.fetch;

import org.jspecify.annotations.NullMarked;
