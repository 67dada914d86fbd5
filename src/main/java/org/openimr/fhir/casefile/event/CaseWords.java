package org.openimr.fhir.casefile.event;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.KnownInPart;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.policy.PolicyBook;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.fact.CaseFactReader;
import org.openimr.fhir.form.FormWords;

/**
 * Gives forms the words of a case: its resources, its facts and the times of its events.
 *
 * <p>May be used by many threads.
 */
public final class CaseWords {

  // only so that references resolve within the Bundle; nothing is fetched from there
  private static final String BASE = "https://openimr.org/fhir/";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

  private final CaseFactReader facts;
  private final Supplier<PolicyBook> policies;

  /**
   * Prepares.
   *
   * @param vocabulary the vocabulary of facts and events
   * @param policies the policies held, which say in which zone dates are
   * @param context the FHIR context
   */
  public CaseWords(Vocabulary vocabulary, Supplier<PolicyBook> policies, FhirContext context) {
    this.facts = new CaseFactReader(vocabulary, context);
    this.policies = policies;
  }

  /**
   * Returns the words of a stored case.
   *
   * @param file the case
   * @return its words
   */
  public FormWords of(CaseFile file) {
    Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
    add(bundle, file.task());
    file.resources().stream()
        .filter(resource -> !(resource instanceof Task))
        .forEach(resource -> add(bundle, resource));
    return of(bundle);
  }

  private static void add(Bundle bundle, Resource resource) {
    bundle.addEntry().setFullUrl(BASE + CaseFile.reference(resource)).setResource(resource);
  }

  /**
   * Returns the words of a Bundle, which need not hold a case.
   *
   * @param bundle what somebody sent
   * @return its words
   */
  public FormWords of(Bundle bundle) {
    FormWords words = FormWords.of(bundle);
    Task task =
        bundle.getEntry().stream()
            .map(Bundle.BundleEntryComponent::getResource)
            .filter(Task.class::isInstance)
            .map(Task.class::cast)
            .findFirst()
            .orElseGet(Task::new);
    facts
        .read(task, "Task", bundle, new ProblemList(), new ProblemList())
        .known()
        .forEach((name, value) -> words.put(name, values(value)));
    times(task).forEach((event, time) -> words.put(event, List.of(time)));
    return words;
  }

  /** When each event happened first, in the zone of the policy. */
  private Map<String, DateTimeType> times(Task task) {
    ZoneId zone = zone(task);
    Map<String, DateTimeType> times = new HashMap<>();
    for (CaseEvent event : CaseEventReader.read(task, "Task", new ProblemList()).events()) {
      DateTimeType time =
          event.time().date() == null
              ? new DateTimeType(TIME.format(event.time().instant().atZone(zone)))
              : new DateTimeType(event.time().date().toString());
      times.merge(
          event.code(), time, (one, two) -> two.getValue().before(one.getValue()) ? two : one);
    }
    return times;
  }

  private ZoneId zone(Task task) {
    return policies
        .get()
        .byCanonical(String.valueOf(task.getInstantiatesUri()))
        .map(policy -> policy.days().zone())
        .orElse(ZoneOffset.UTC);
  }

  private static List<Base> values(Object value) {
    if (value instanceof KnownInPart known) {
      return values(known.values());
    }
    if (value instanceof Collection<?> many) {
      List<Base> all = new ArrayList<>();
      many.forEach(one -> all.addAll(values(one)));
      return all;
    }
    return List.of(
        value instanceof Boolean truth
            ? new BooleanType(truth)
            : value instanceof Integer number
                ? new IntegerType(number)
                : new CodeType(value.toString()));
  }
}
