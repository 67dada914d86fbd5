/**
 * What reviewers determined: outcomes, votes of a panel, what was read, and how plainly it says.
 */
package org.openimr.core.determination;
