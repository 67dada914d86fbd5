/** What makes a packet one that can be trusted: its manifest, its signature, and their check. */
package org.openimr.fhir.packet.seal;
