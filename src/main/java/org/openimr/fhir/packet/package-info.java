/** Packets: what one recipient gets about a case, as a document Bundle. */
package org.openimr.fhir.packet;
