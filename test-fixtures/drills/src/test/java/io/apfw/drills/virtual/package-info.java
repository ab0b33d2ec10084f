@NullMarked
package io.apfw.drills.virtual;

import org.jspecify.annotations.NullMarked;
