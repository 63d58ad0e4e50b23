/** What files of a data folder need, whatever is in them: one writing process, and disk space. */
@NullMarked
package dev.onsale.disk;

import org.jspecify.annotations.NullMarked;
