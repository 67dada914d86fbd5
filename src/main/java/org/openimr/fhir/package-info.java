/**
 * From FHIR resources to the types of {@code core}, and back.
 *
 * <p>A {@code *Reader} reads FHIR and names every problem at once ({@link
 * org.openimr.fhir.UnreadableResourceException}); a {@code *Writer} writes it. No class here knows
 * Spring, JPA or HTTP.
 */
package org.openimr.fhir;
