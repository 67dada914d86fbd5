/** Records of accesses: who, what and how it ended, and the table that keeps them. */
package org.openimr.server.audit.record;
