/** What can be done with packets in files. */
package org.openimr.server.command.packet;
