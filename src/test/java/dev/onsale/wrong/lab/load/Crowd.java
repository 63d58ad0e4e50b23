package dev.onsale.wrong.lab.load;

/** Right: only the commands know it. */
public record Crowd(int buyers) {}
