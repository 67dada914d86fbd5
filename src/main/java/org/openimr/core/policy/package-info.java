/**
 * The rules of one programme while in force, read from data: conditions, criteria, milestones with
 * their bounds, packet elements. Nothing here is decided yet.
 */
package org.openimr.core.policy;
