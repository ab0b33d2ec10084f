/** What a WTP does in each state: one file per state, one method per event. */
@NullMarked
package io.apfw.capwap.wtp.rules;

import org.jspecify.annotations.NullMarked;
