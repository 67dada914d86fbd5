/**
 * Who calls, and what a caller may see and do.
 *
 * <p>{@link org.openimr.server.security.AccessInterceptor} stands before every interaction and
 * {@link org.openimr.server.security.StoreAccessInterceptor} at the store; {@link
 * org.openimr.server.security.table.AccessRule} decides for both; {@link
 * org.openimr.server.security.AccessLabel} is the mark on each stored resource that it decides by.
 *
 * <p>How callers prove who they are: {@code token} reads tokens, {@code issuer} is the embedded
 * authorization server, {@code client} knows its programs and people.
 */
package org.openimr.server.security;
