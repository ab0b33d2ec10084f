/** Which slot boots next: the boot environment and the port that changes it. */
@NullMarked
package io.apfw.storage.boot;

import org.jspecify.annotations.NullMarked;
