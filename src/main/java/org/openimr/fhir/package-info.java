/**
 * From FHIR resources to the types of {@code core}, and back.
 *
 * <p>A {@code *Reader} reads FHIR and names every problem at once ({@link
 * org.openimr.fhir.UnreadableResourceException}); a {@code *Writer} writes it. No class here knows
 * Spring, JPA or HTTP. Here is what all packages below use; it knows nothing of them.
 */
package org.openimr.fhir;
