/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.agent.config;

import org.jspecify.annotations.NullMarked;
