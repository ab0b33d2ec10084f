/** Tests of the reliable exchange. */
@NullMarked
package io.apfw.capwap.exchange;

import org.jspecify.annotations.NullMarked;
