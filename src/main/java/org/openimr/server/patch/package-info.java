/** What a patch may cost. */
package org.openimr.server.patch;
