/** The database: its connections, tables and transactions, and how it is prepared at the start. */
package org.openimr.server.store.database;
