/**
 * Notices: whom the rules want told of what, what a letter must say, and what it lacks to be
 * written.
 */
package org.openimr.core.notice;
