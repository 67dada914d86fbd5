/**
 * When two cases are about the same dispute: what they are known by, and what they have in common.
 */
package org.openimr.core.relation;
