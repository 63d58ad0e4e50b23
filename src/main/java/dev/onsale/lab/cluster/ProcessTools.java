package dev.onsale.lab.cluster;

import java.nio.file.Path;

/**
 * The programs that bind a child process to this one.
 *
 * @param setpriv {@code setpriv} of util-linux
 * @param setsid {@code setsid} of util-linux
 */
public record ProcessTools(Path setpriv, Path setsid) {}
