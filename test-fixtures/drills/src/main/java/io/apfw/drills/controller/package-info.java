/** The drill controller: the AC's side of CAPWAP as a pure brain with a thin live shell. */
@NullMarked
package io.apfw.drills.controller;

import org.jspecify.annotations.NullMarked;
