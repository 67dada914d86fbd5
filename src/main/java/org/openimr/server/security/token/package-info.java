/**
 * Whom a bearer token stands for: {@link org.openimr.server.security.token.EmbeddedTokens} reads
 * those that this server issued, {@link org.openimr.server.security.token.ExternalTokens} those of
 * an authorization server elsewhere.
 */
package org.openimr.server.security.token;
