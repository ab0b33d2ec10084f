/**
 * Control of a running agent over two local sockets: one where commands act, one where they only
 * look; the sockets' file permissions decide who may do which.
 *
 * <p>A client connects, sends one request, a JSON object on one line, and hears answers, each a
 * JSON object on one line, until the agent hangs up:
 *
 * <pre>
 * {"command":"status"}
 * {"answer":"line", ...}                            none, one or many; what is in it is the command's
 * {"answer":"end","exit":0, ...}                    the last one; exit codes are those of NUMBERS.md
 * {"answer":"end","exit":75,"error":"one sentence"}
 * </pre>
 *
 * A client that hangs up first has given up on its command.
 *
 * <p>How to add a command:
 *
 * <ol>
 *   <li>Write a {@link io.apfw.agent.control.ControlCommand}. It begins on the event loop and must
 *       not block there: slow work goes to a worker, and the {@link
 *       io.apfw.agent.control.ControlReply} takes its lines and its end from any thread. Arguments
 *       come by name out of the {@link io.apfw.agent.control.ControlRequest}, which refuses what is
 *       missing or of another type by itself.
 *   <li>Put it on the list in {@code AgentProcess.runLocked}.
 *   <li>Give the command line its half: a Picocli command that calls {@link
 *       io.apfw.agent.control.ControlClient#ask}.
 * </ol>
 *
 * Source: ours.
 */
@NullMarked
package io.apfw.agent.control;

import org.jspecify.annotations.NullMarked;
