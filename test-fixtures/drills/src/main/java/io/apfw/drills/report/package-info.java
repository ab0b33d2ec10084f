/** What a drill says at its end, for people and as JSON. */
@NullMarked
package io.apfw.drills.report;

import org.jspecify.annotations.NullMarked;
