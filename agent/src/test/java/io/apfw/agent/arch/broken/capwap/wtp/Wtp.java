package io.apfw.agent.arch.broken.capwap.wtp;

public record Wtp(int x) {}
