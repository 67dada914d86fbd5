/**
 * Wrong submissions, made from right ones by planting mistakes.
 *
 * @see <a href="../../../../../../../docs/intake.md">what is refused</a>
 */
package org.openimr.server.wrong;
