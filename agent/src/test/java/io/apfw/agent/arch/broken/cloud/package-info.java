/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.cloud;

import org.jspecify.annotations.NullMarked;
