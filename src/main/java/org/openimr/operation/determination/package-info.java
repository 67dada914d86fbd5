/** Determinations, and the second look at them. */
package org.openimr.operation.determination;
