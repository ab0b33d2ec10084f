/** The chart of states and events, held to the code. */
@NullMarked
package io.apfw.capwap.wtp.rules;

import org.jspecify.annotations.NullMarked;
