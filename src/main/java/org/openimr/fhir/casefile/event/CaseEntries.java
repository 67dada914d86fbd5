package org.openimr.fhir.casefile.event;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.fact.StatedFacts;

/**
 * The entries of a case, which its Task holds as inputs: events, each with a name to which others
 * may refer, and facts.
 */
public final class CaseEntries {

  private static final String NAME = "entry-";

  private CaseEntries() {}

  /**
   * Gives a name to every event that has none: {@code entry-} and its place among the events, from
   * 1.
   *
   * @param task the case, which is changed
   */
  public static void name(Task task) {
    Set<String> taken = names(task);
    int place = 0;
    for (ParameterComponent input : task.getInput()) {
      if (input.getType().getCoding().stream()
          .anyMatch(coding -> CaseEventReader.SYSTEM.equals(coding.getSystem()))) {
        place++;
        Extension detail = input.getExtensionByUrl(CaseEventReader.DETAIL);
        if (detail == null) {
          detail = input.addExtension().setUrl(CaseEventReader.DETAIL);
        }
        if (detail.getExtensionByUrl("id") == null) {
          detail.addExtension("id", new StringType(free(place, taken)));
        }
      }
    }
  }

  /**
   * Returns a name for the next event.
   *
   * @param task the case, its events named
   * @return a name that no event has
   */
  public static String next(Task task) {
    Set<String> taken = names(task);
    return free(taken.size() + 1, taken);
  }

  private static Set<String> names(Task task) {
    Set<String> names = new HashSet<>();
    for (ParameterComponent input : task.getInput()) {
      Extension detail = input.getExtensionByUrl(CaseEventReader.DETAIL);
      Extension id = detail == null ? null : detail.getExtensionByUrl("id");
      if (id != null) {
        names.add(id.getValue().primitiveValue());
      }
    }
    return names;
  }

  private static String free(int place, Set<String> taken) {
    String name = NAME + place;
    while (!taken.add(name)) {
      name += "-2";
    }
    return name;
  }

  /**
   * Adds an event.
   *
   * @param task the case, which is changed
   * @param event the event
   * @param brought the facts that came with it, each with its whole value
   * @param zone the zone in which its time is written
   */
  public static void add(
      Task task, CaseEvent event, Map<FactDefinition, Object> brought, ZoneId zone) {
    ParameterComponent input = task.addInput();
    input.setType(new CodeableConcept(new Coding(CaseEventReader.SYSTEM, event.code(), null)));
    input.setValue(time(event.time(), zone));
    Extension detail = input.addExtension().setUrl(CaseEventReader.DETAIL);
    part(detail, "id", event.id() == null ? null : new StringType(event.id()));
    part(detail, "actor", event.actor() == null ? null : new CodeType(event.actor()));
    part(detail, "reason", event.reason() == null ? null : new CodeType(event.reason()));
    part(detail, "until", event.until() == null ? null : time(event.until(), zone));
    part(detail, "refersTo", event.refersTo() == null ? null : new StringType(event.refersTo()));
    part(detail, "evidence", event.evidence() == null ? null : new Reference(event.evidence()));
    inOrder(brought).forEach(each -> detail.addExtension(fact(each.getKey(), each.getValue())));
    if (!detail.hasExtension()) {
      input.getExtension().clear();
    }
  }

  private static Extension fact(FactDefinition fact, Object value) {
    Extension brought = new Extension("fact");
    brought.addExtension("name", new CodeType(fact.name()));
    inOrder(value).forEach(each -> brought.addExtension("value", value(each)));
    return brought;
  }

  /**
   * Returns the facts that came with an event.
   *
   * @param task the case, its events named
   * @param id the name of the event
   * @return the values by the name of the fact, as text
   */
  public static Map<String, Set<String>> brought(Task task, String id) {
    Map<String, Set<String>> brought = new TreeMap<>();
    for (ParameterComponent input : task.getInput()) {
      Extension detail = input.getExtensionByUrl(CaseEventReader.DETAIL);
      Extension name = detail == null ? null : detail.getExtensionByUrl("id");
      if (name != null && id.equals(name.getValue().primitiveValue())) {
        detail
            .getExtensionsByUrl("fact")
            .forEach(
                fact ->
                    brought.put(
                        fact.getExtensionByUrl("name").getValue().primitiveValue(),
                        fact.getExtensionsByUrl("value").stream()
                            .map(value -> value.getValue().primitiveValue())
                            .collect(Collectors.toCollection(TreeSet::new))));
      }
    }
    return brought;
  }

  /**
   * Writes facts as {@link #brought} gives them.
   *
   * @param facts the facts, each with its whole value
   * @return the values by the name of the fact, as text
   */
  public static Map<String, Set<String>> texts(Map<FactDefinition, Object> facts) {
    Map<String, Set<String>> texts = new TreeMap<>();
    facts.forEach(
        (fact, value) ->
            texts.put(
                fact.name(),
                inOrder(value)
                    .map(Object::toString)
                    .collect(Collectors.toCollection(TreeSet::new))));
    return texts;
  }

  private static void part(Extension detail, String name, Type value) {
    if (value != null) {
      detail.addExtension(name, value);
    }
  }

  /**
   * Writes when an event happened.
   *
   * @param time the time
   * @param zone the zone in which an instant is written
   * @return a date, or a time with seconds and offset
   */
  public static DateTimeType time(EventTime time, ZoneId zone) {
    return time.instant() == null
        ? new DateTimeType(DateTimeFormatter.ISO_LOCAL_DATE.format(time.date()))
        : TimeText.write(time.instant(), zone);
  }

  /**
   * States facts in the place of what was stated before.
   *
   * @param task the case, which is changed
   * @param facts the facts, each with its whole value
   */
  public static void state(Task task, Map<FactDefinition, Object> facts) {
    inOrder(facts).forEach(each -> state(task, each.getKey(), each.getValue()));
  }

  private static Stream<Map.Entry<FactDefinition, Object>> inOrder(
      Map<FactDefinition, Object> facts) {
    return facts.entrySet().stream().sorted(Comparator.comparingInt(each -> each.getKey().index()));
  }

  /** The values of a fact in the order of their texts. */
  private static Stream<?> inOrder(Object value) {
    Collection<?> values = value instanceof Set<?> many ? many : Set.of(value);
    return values.stream().sorted(Comparator.comparing(Object::toString));
  }

  private static void state(Task task, FactDefinition fact, Object value) {
    task.getInput().removeIf(input -> input.getType().hasCoding(StatedFacts.SYSTEM, fact.name()));
    inOrder(value)
        .forEach(
            each ->
                task.addInput()
                    .setType(new CodeableConcept(new Coding(StatedFacts.SYSTEM, fact.name(), null)))
                    .setValue(value(each)));
  }

  private static Type value(Object value) {
    if (value instanceof Boolean truth) {
      return new BooleanType(truth);
    }
    return value instanceof Integer number ? new IntegerType(number) : new CodeType((String) value);
  }
}
