/** Decisions of former years, as the department's public file tells them. */
package org.openimr.core.history;
