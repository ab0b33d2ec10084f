@NullMarked
package io.apfw.drills.writes;

import org.jspecify.annotations.NullMarked;
