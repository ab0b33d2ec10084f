package io.apfw.agent.update;

import java.util.Set;

/**
 * What this AP is, as an image's manifest must say it.
 *
 * @param family image family, such as {@code ap1g8}
 * @param hardware hardware ids, one of which an image must name
 * @param agentVersion version of this agent
 */
public record ImageTarget(String family, Set<String> hardware, String agentVersion) {}
