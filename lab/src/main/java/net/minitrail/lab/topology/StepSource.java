package net.minitrail.lab.topology;

import tools.jackson.databind.JsonNode;

/**
 * A step as the file has it; the scenario engine gives it a meaning.
 *
 * @param line where it stands
 */
public record StepSource(int line, JsonNode body) {}
