/** The agent's one configuration file: its schema as data, its reader, and what comes out of it. */
@NullMarked
package io.apfw.agent.config;

import org.jspecify.annotations.NullMarked;
