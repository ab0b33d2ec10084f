/** Tests. */
@NullMarked
package io.apfw.drills.boot;

import org.jspecify.annotations.NullMarked;
