@NullMarked
package io.apfw.storage.device;

import org.jspecify.annotations.NullMarked;
