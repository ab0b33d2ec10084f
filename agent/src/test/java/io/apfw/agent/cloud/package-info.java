/** The cloud check against real TLS on loopback. */
@NullMarked
package io.apfw.agent.cloud;

import org.jspecify.annotations.NullMarked;
