/** Takes in decisions of former years from files, and finds those that are like a case. */
package org.openimr.server.history;
