/** Contents of documents that are kept apart from the resources that hold them. */
package org.openimr.fhir.content;
