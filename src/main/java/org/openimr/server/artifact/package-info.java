/** Puts what {@code profiles/} holds into the store when the server starts. */
package org.openimr.server.artifact;
