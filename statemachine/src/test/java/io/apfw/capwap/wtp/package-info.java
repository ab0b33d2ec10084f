/** Tests of the WTP machine. */
@NullMarked
package io.apfw.capwap.wtp;

import org.jspecify.annotations.NullMarked;
