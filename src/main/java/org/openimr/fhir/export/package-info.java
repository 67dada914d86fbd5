/**
 * What is asked of an export of many resources.
 *
 * @see <a href="https://hl7.org/fhir/uv/bulkdata/STU2/export.html">Bulk Data Access, export</a>
 */
package org.openimr.fhir.export;
