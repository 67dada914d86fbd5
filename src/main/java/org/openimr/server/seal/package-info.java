/** The key that packets are signed with, and the certificates that are trusted. */
package org.openimr.server.seal;
