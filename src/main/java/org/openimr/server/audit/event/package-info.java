/** Records shown as AuditEvents, and searched for as such. */
package org.openimr.server.audit.event;
