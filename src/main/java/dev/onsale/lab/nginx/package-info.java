/**
 * What stands in front of the nodes: an nginx that spreads requests over them, as one configuration
 * file.
 *
 * <pre>
 *   nodes, balance, limits ──▶ NginxConfig (checked once) ──▶ onsale.conf.mustache ──▶ text for nginx
 * </pre>
 *
 * <p>Nothing here runs nginx or writes a file: callers get the text.
 */
@NullMarked
package dev.onsale.lab.nginx;

import org.jspecify.annotations.NullMarked;
