/**
 * The parameters of a request, each with its place in it, so that every problem is named at once by
 * where it stands.
 */
package org.openimr.fhir.parameter;
