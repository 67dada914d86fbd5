/**
 * The programs and people that the embedded authorization server knows: {@link
 * org.openimr.server.security.client.Clients} finds a program, in a file or in the database; {@link
 * org.openimr.server.security.client.People} a person.
 */
package org.openimr.server.security.client;
