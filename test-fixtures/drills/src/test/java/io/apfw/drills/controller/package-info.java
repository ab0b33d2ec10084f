/** Tests of the drill controller. */
@NullMarked
package io.apfw.drills.controller;

import org.jspecify.annotations.NullMarked;
