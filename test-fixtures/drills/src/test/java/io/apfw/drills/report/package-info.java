/** Tests. */
@NullMarked
package io.apfw.drills.report;

import org.jspecify.annotations.NullMarked;
