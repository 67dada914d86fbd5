/** Work on what a server stores, while it does not run or beside it. */
package org.openimr.server.command.store;
