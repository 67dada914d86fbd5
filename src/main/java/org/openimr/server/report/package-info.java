/** Keeps the public rows of decided cases. */
package org.openimr.server.report;
