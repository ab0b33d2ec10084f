/** Files that people write for the laboratory, read strictly. */
@NullMarked
package io.apfw.drills.yaml;

import org.jspecify.annotations.NullMarked;
