package io.apfw.agent.update;

/**
 * What this AP is, as an image's manifest must say it.
 *
 * @param family image family, such as {@code ap1g8}
 * @param hardware hardware id
 * @param agentVersion version of this agent
 */
public record ImageTarget(String family, String hardware, String agentVersion) {}
