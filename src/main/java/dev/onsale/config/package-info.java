/**
 * What a node is told, and what it never exceeds. A leaf: it knows no other package, and every
 * other package may know it.
 *
 * <pre>
 *   command line ──▶ NodeOptions (checked once, up front) ──▶ Node
 *                    Limits and the like (every bound, its unit last) ──▶ everybody
 * </pre>
 */
@NullMarked
package dev.onsale.config;

import org.jspecify.annotations.NullMarked;
