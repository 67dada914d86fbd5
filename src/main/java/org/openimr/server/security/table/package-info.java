/**
 * The table of authorization, {@code access.yaml}: which role may do what with which type, in which
 * relation to the case. {@link org.openimr.server.security.table.AccessTableReader} reads it and
 * says what is wrong with it; {@link org.openimr.server.security.table.TableRule} decides by it, as
 * an {@link org.openimr.server.security.table.AccessRule} does, about an {@link
 * org.openimr.server.security.table.Interaction}.
 */
package org.openimr.server.security.table;
