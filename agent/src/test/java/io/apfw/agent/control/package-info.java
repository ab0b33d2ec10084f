/** Control by real sockets. */
@NullMarked
package io.apfw.agent.control;

import org.jspecify.annotations.NullMarked;
