/**
 * Who calls, and what a caller may see and do.
 *
 * <p>{@link org.openimr.server.security.AccessInterceptor} is the one hook that sees every
 * interaction; {@link org.openimr.server.security.AccessRule} decides; {@link
 * org.openimr.server.security.AccessLabel} is the mark on each stored resource that it decides by.
 */
package org.openimr.server.security;
