@NullMarked
package io.apfw.agent;

import org.jspecify.annotations.NullMarked;
