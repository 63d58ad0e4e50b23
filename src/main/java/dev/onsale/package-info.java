/** Onsale's entry point and its wiring. */
@NullMarked
package dev.onsale;

import org.jspecify.annotations.NullMarked;
