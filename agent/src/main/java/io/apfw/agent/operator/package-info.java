/** What an operator can ask of the running agent, each a command of {@code apfw}'s sockets. */
@NullMarked
package io.apfw.agent.operator;

import org.jspecify.annotations.NullMarked;
