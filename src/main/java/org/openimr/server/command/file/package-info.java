/** What all commands use: files that they are given and write, how they end, how far they are. */
package org.openimr.server.command.file;
