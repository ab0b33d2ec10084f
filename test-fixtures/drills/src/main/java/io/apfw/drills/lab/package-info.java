/** What a scenario stands on: a PKI, an AP on disk, a clock that orders what is seen. */
@NullMarked
package io.apfw.drills.lab;

import org.jspecify.annotations.NullMarked;
