/** HAPI's store of FHIR resources, reduced to what is used of it. */
package org.openimr.server.store.hapi;
