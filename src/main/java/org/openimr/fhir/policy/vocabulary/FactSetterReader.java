package org.openimr.fhir.policy.vocabulary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.FactSetter;

/** Reads how events set a fact: properties set-by, true-between and days-between. */
final class FactSetterReader {

  private static final Pattern SET_BY = Pattern.compile("([a-z0-9-]+)=(\\$reason|[a-z0-9-]+)");
  private static final Pattern BETWEEN =
      Pattern.compile("([a-z0-9-]+)\\.\\.([a-z0-9-]+)(?: while ([a-z0-9-]+)=([a-z0-9-]+))?");

  private final Map<String, FactDefinition> facts;
  private final Set<String> events;

  FactSetterReader(Map<String, FactDefinition> facts, Set<String> events) {
    this.facts = facts;
    this.events = events;
  }

  List<FactSetter> read(FactDefinition fact, ConceptProperties properties) {
    List<FactSetter> setters = new ArrayList<>();
    for (String text : properties.texts("set-by")) {
      Matcher matcher = SET_BY.matcher(text);
      if (matcher.matches()) {
        checkEvents(properties, matcher.group(1));
        setters.add(
            new FactSetter.ByEvent(matcher.group(1), value(fact, matcher.group(2), properties)));
      } else {
        properties.problem("set-by '" + text + "' is not EVENT=VALUE");
      }
    }
    for (String text : properties.texts("true-between")) {
      Matcher matcher = between(text, properties);
      if (matcher != null) {
        checkWhile(matcher, properties);
        setters.add(
            new FactSetter.Between(
                matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)));
      }
    }
    for (String text : properties.texts("days-between")) {
      Matcher matcher = between(text, properties);
      if (matcher != null) {
        setters.add(new FactSetter.DaysBetween(matcher.group(1), matcher.group(2)));
      }
    }
    return setters;
  }

  private Matcher between(String text, ConceptProperties properties) {
    Matcher matcher = BETWEEN.matcher(text);
    if (!matcher.matches()) {
      properties.problem("'" + text + "' is not EVENT..EVENT");
      return null;
    }
    checkEvents(properties, matcher.group(1), matcher.group(2));
    return matcher;
  }

  private void checkEvents(ConceptProperties properties, String... codes) {
    for (String code : codes) {
      if (!events.contains(code)) {
        properties.problem("there is no event '" + code + "'");
      }
    }
  }

  private void checkWhile(Matcher matcher, ConceptProperties properties) {
    if (matcher.group(3) == null) {
      return;
    }
    FactDefinition other = facts.get(matcher.group(3));
    if (other == null || other.objectionTo(matcher.group(4)) != null) {
      properties.problem("fact '" + matcher.group(3) + "' cannot be '" + matcher.group(4) + "'");
    }
  }

  private static Object value(FactDefinition fact, String text, ConceptProperties properties) {
    if (text.equals("$reason")) {
      return null;
    }
    Object value = text;
    if (fact.type() == FactDefinition.Type.BOOLEAN) {
      value = Boolean.valueOf(text);
    } else if (fact.type() == FactDefinition.Type.INTEGER && text.matches("\\d{1,9}")) {
      value = Integer.valueOf(text);
    }
    String objection = fact.objectionTo(value);
    if (objection != null) {
      properties.problem("set-by: " + objection);
    }
    return value;
  }
}
