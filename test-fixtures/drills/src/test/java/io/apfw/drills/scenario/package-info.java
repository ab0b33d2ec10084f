/** Tests of what scenarios see. */
@NullMarked
package io.apfw.drills.scenario;

import org.jspecify.annotations.NullMarked;
