/** JSON as it is sent, hashed and signed: read strictly, written in its one canonical form. */
package org.openimr.fhir.json;
