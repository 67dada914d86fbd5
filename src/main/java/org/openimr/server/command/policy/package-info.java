/** What can be done with policies in files. */
package org.openimr.server.command.policy;
