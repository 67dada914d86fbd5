/** Questions about a case that a file describes. */
package org.openimr.server.command.question;
