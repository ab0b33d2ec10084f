@NullMarked
package io.apfw.agent.scripts;

import org.jspecify.annotations.NullMarked;
