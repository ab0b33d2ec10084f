/** The cloud check's edges: HTTPS, the proof, and where images may come from. */
@NullMarked
package io.apfw.agent.cloud;

import org.jspecify.annotations.NullMarked;
