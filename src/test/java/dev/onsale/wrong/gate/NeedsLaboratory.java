package dev.onsale.wrong.gate;

import dev.onsale.wrong.lab.load.Crowd;

/** Wrong: nothing that sells needs the laboratory. */
public record NeedsLaboratory(Crowd crowd) {}
