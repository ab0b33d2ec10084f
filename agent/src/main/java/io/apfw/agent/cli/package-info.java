/** The command line. */
@NullMarked
package io.apfw.agent.cli;

import org.jspecify.annotations.NullMarked;
