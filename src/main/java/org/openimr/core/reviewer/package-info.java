/**
 * Who reviews a case: who is fit and free of conflict, how many decide, and what their votes come
 * to.
 */
package org.openimr.core.reviewer;
