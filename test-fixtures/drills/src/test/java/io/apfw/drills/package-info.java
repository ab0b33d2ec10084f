/** Tests of the laboratory's command line. */
@NullMarked
package io.apfw.drills;

import org.jspecify.annotations.NullMarked;
