/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.agent.dtls;

import org.jspecify.annotations.NullMarked;
