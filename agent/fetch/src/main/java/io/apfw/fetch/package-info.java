/** Every way that an image's file comes from a server or a disk, behind one port. */
@NullMarked
package io.apfw.fetch;

import org.jspecify.annotations.NullMarked;
