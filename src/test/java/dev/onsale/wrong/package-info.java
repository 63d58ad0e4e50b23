/** Breaks each rule of {@link dev.onsale.Layout}, so that {@link dev.onsale.LayoutTest} sees that none is blind. */
package dev.onsale.wrong;
