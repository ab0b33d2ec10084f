/** Tests. */
@NullMarked
package io.apfw.drills.cloud;

import org.jspecify.annotations.NullMarked;
