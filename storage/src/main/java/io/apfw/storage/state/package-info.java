/** Small durable state: two checksummed copies with a generation, in readable text. */
@NullMarked
package io.apfw.storage.state;

import org.jspecify.annotations.NullMarked;
