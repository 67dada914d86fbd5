/**
 * Who got at what: every access to a case is recorded before it is answered.
 *
 * <p>{@link org.openimr.server.audit.AuditFilter} begins a {@link
 * org.openimr.server.audit.RequestAudit} for each request; {@link
 * org.openimr.server.audit.AuditInterceptor} records what is answered and refused, {@link
 * org.openimr.server.audit.WriteAudit} what is written, in its transaction, and {@link
 * org.openimr.server.audit.TokenAudit} what the token endpoint gives out. {@link
 * org.openimr.server.audit.record.AuditTable} keeps it, {@link
 * org.openimr.server.audit.event.AuditEventWriter} says it in FHIR, and {@link
 * org.openimr.server.audit.event.AuditEventProvider} shows it.
 */
package org.openimr.server.audit;
