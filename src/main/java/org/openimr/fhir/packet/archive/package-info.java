/** A packet as a zip: its JSON, its documents as files, what files there are, and the signature. */
package org.openimr.fhir.packet.archive;
