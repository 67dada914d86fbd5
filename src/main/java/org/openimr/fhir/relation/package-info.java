/** What a case is known by, read from its resources, so that related cases are found. */
package org.openimr.fhir.relation;
