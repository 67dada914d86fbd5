/** Letters of the notices that a case owes: their texts, pages, and the resources they become. */
package org.openimr.fhir.notice;
