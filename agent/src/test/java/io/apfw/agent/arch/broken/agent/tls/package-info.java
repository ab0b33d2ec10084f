/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.agent.tls;

import org.jspecify.annotations.NullMarked;
