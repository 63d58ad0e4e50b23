/**
 * Onsale's entry point, and nothing else: {@code arguments ──▶ Main ──▶ cli}. ARCHITECTURE.md draws
 * the packages below.
 */
@NullMarked
package dev.onsale;

import org.jspecify.annotations.NullMarked;
