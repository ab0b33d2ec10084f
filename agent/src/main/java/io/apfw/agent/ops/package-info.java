/** What an operator sees: the log in a field AP's words, progress, and the status file. */
@NullMarked
package io.apfw.agent.ops;

import org.jspecify.annotations.NullMarked;
