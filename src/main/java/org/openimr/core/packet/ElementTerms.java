package org.openimr.core.packet;

/**
 * Whom to ask for an element of the file that lacks.
 *
 * @param askedOf who is asked, a code of {@code imr-party}
 * @param sentTo to whom it is sent, a code of {@code imr-party}
 * @param askedAfter the event, a code of {@code imr-event}, before which nobody is asked; or null
 */
public record ElementTerms(String askedOf, String sentTo, String askedAfter) {}
