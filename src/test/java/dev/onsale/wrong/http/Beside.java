package dev.onsale.wrong.http;

/** Wrong: beside the three rooms. */
public record Beside() {}
