/** Records that arrive for cases, and those that wait for a case to come. */
package org.openimr.server.attachment;
