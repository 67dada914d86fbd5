/** Related cases: the index by which they are found, its key, and the links between them. */
package org.openimr.server.store.relation;
