/** Building, signing and judging image files from the command line. */
@NullMarked
package io.apfw.agent.imagetool;

import org.jspecify.annotations.NullMarked;
