/** Packets as people read them: one PDF. */
package org.openimr.server.packet;
