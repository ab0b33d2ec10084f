/**
 * Scenarios as people write them: one short YAML file each. {@link io.apfw.drills.text.Script} is
 * what a file says; who acts it out is elsewhere.
 */
@NullMarked
package io.apfw.drills.text;

import org.jspecify.annotations.NullMarked;
