/** The cloud check: the awc exchange, its schedule and its verdict; knows no CAPWAP. */
@NullMarked
package io.apfw.cloud;

import org.jspecify.annotations.NullMarked;
