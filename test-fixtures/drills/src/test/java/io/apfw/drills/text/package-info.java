@NullMarked
package io.apfw.drills.text;

import org.jspecify.annotations.NullMarked;
