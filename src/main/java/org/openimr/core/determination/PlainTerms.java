package org.openimr.core.determination;

/**
 * How plain the reasons of a determination are meant to be.
 *
 * @param grade the highest school grade that is not remarked
 * @param citation where it stands that members are to understand them
 */
public record PlainTerms(int grade, String citation) {}
