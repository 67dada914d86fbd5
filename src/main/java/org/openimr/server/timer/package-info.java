/** Timers: what comes about in a case by time alone is noticed once, and written into the case. */
package org.openimr.server.timer;
