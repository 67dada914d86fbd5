/** Commands of the program that need no server. */
package org.openimr.server.command;
