/**
 * The same case answered several times (under several policies, or with a fact or event changed),
 * side by side, differences first.
 */
package org.openimr.core.comparison;
