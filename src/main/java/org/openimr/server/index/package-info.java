/**
 * The index of cases: one row for each, which says what its resources say, in few bytes. The
 * resources are the truth; the rows can be made again from them.
 */
package org.openimr.server.index;
