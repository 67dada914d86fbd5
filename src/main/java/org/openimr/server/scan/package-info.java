/** The port to a virus scanner, which sees contents before they are stored. */
package org.openimr.server.scan;
