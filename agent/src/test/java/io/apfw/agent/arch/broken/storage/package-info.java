/** Breaks a rule on purpose. */
@NullMarked
package io.apfw.agent.arch.broken.storage;

import org.jspecify.annotations.NullMarked;
