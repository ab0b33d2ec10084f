/** What every machine of apfw has in common: a step is a function of state, event and time. */
@NullMarked
package io.apfw.machine;

import org.jspecify.annotations.NullMarked;
