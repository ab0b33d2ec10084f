/** The image file: reading it as a stream, building and signing it. */
@NullMarked
package io.apfw.storage.image;

import org.jspecify.annotations.NullMarked;
