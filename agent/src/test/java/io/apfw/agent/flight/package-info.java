/** Tests of the flight recorder. */
@NullMarked
package io.apfw.agent.flight;

import org.jspecify.annotations.NullMarked;
