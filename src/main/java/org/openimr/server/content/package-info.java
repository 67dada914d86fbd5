/** Contents of documents that are kept in files, apart from the database. */
package org.openimr.server.content;
