/** Looks whether the server can run, and whether what is stored agrees with itself. */
package org.openimr.server.doctor;
