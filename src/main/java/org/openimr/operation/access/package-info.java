/** Who calls, in which role and with which scopes. */
package org.openimr.operation.access;
