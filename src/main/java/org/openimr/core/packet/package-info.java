/** What the file for a reviewer must hold, what is there and what is missing. */
package org.openimr.core.packet;
