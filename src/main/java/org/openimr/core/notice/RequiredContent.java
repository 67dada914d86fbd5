package org.openimr.core.notice;

import org.openimr.core.law.RuleId;

/**
 * Something that a rule wants a notice to say.
 *
 * @param code its name, by which templates mark the place where they say it
 * @param rule the rule
 * @param text what must be said, in the project's words
 */
public record RequiredContent(String code, RuleId rule, String text) {}
