/** What a GET or HEAD may leave out of its answer, and what it says without it. */
package org.openimr.server.http.retrieval;
