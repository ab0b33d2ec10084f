/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.link.dtls;

import org.jspecify.annotations.NullMarked;
