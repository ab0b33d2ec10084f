/** One firmware update, from an offer to the end of its trial, whoever offers it. */
@NullMarked
package io.apfw.update;

import org.jspecify.annotations.NullMarked;
