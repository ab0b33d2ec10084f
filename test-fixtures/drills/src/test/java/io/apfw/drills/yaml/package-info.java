/** Tests. */
@NullMarked
package io.apfw.drills.yaml;

import org.jspecify.annotations.NullMarked;
