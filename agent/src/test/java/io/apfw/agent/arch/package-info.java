/** Who may know whom, held by tests. */
@NullMarked
package io.apfw.agent.arch;

import org.jspecify.annotations.NullMarked;
