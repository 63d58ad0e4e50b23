/** What the files of a data folder need, whoever's they are: one process that writes, and room on the disk. */
@NullMarked
package dev.onsale.disk;

import org.jspecify.annotations.NullMarked;
