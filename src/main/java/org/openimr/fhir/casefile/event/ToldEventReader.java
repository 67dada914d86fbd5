package org.openimr.fhir.casefile.event;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.FhirPathExecutionException;
import ca.uhn.fhir.fhirpath.IFhirPath.IParsedExpression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.hapi.fluentpath.FhirPathR4;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.fact.BundleValues;

/**
 * Reads the events that a submission tells elsewhere than in the inputs of its Task, by the
 * FHIRPaths that the CodeSystem {@code imr-event} gives for them.
 *
 * <p>The expressions are compiled once; a reader may be used by many threads.
 */
public final class ToldEventReader {

  private record Compiled(
      EventDefinition event, List<IParsedExpression> times, IParsedExpression reason) {}

  private final FhirPathR4 fhirPath;
  private final List<Compiled> events = new ArrayList<>();

  /** Compiles the expressions. */
  public ToldEventReader(Vocabulary vocabulary, FhirContext context) {
    this.fhirPath = new FhirPathR4(context);
    for (EventDefinition event : vocabulary.events()) {
      if (!event.expressions().isEmpty()) {
        String reason = event.reasonExpression();
        events.add(
            new Compiled(
                event,
                event.expressions().stream().map(fhirPath::parse).collect(Collectors.toList()),
                reason == null ? null : fhirPath.parse(reason)));
      }
    }
  }

  /**
   * Reads the events.
   *
   * @param bundle the submission
   * @param remarks where it is named what tells no event
   * @return the events, at most one of each kind
   */
  public List<ToldEvent> read(Bundle bundle, ProblemList remarks) {
    BundleValues values = new BundleValues(fhirPath, bundle);
    List<ToldEvent> told = new ArrayList<>();
    for (Compiled each : events) {
      ToldEvent event = read(each, values, remarks);
      if (event != null) {
        told.add(event);
      }
    }
    return told;
  }

  private ToldEvent read(Compiled compiled, BundleValues values, ProblemList remarks) {
    String reason = reason(compiled, values, remarks);
    ToldEvent counts = null;
    List<ToldEvent> others = new ArrayList<>();
    for (IParsedExpression expression : compiled.times()) {
      List<ToldEvent> found = new ArrayList<>();
      for (Base value : find(compiled, values, expression, remarks)) {
        if (value instanceof BaseDateTimeType time && time.getValue() != null) {
          String place = values.place(value);
          ToldEvent event =
              new ToldEvent(
                  compiled.event().code(), time, reason, values.entry(place), place, List.of());
          if (event.time() != null) {
            found.add(event);
          } else if (counts == null) {
            vague(event, remarks);
          }
        }
      }
      if (counts != null) {
        others.addAll(ofAnotherKind(found, counts, values));
      } else if (!found.isEmpty()) {
        counts = earliest(found, remarks);
      }
    }
    return counts == null ? null : counts.with(others);
  }

  // two dates of one form, such as arrival and filling in, are no two accounts of one event
  private static List<ToldEvent> ofAnotherKind(
      List<ToldEvent> found, ToldEvent counts, BundleValues values) {
    return found.stream()
        .filter(each -> !values.type(each.place()).equals(values.type(counts.place())))
        .toList();
  }

  // of an event that happens once the earliest counts
  private static ToldEvent earliest(List<ToldEvent> found, ProblemList remarks) {
    ToldEvent first =
        found.stream().min(Comparator.comparing(event -> event.value().getValue())).orElseThrow();
    for (ToldEvent other : found) {
      if (!other.time().equals(first.time())) {
        remarks.add(
            "business-rule",
            other.place(),
            "This tells the event "
                + first.code()
                + " later than "
                + first.place()
                + "; the earliest counts.");
      }
    }
    return first;
  }

  private static void vague(ToldEvent event, ProblemList remarks) {
    remarks.add(
        "business-rule",
        event.place(),
        "The event "
            + event.code()
            + " is not read from this: a whole date, or a time with seconds and offset, tells it.");
  }

  private static List<Base> find(
      Compiled compiled, BundleValues values, IParsedExpression expression, ProblemList remarks) {
    try {
      return values.find(expression);
    } catch (FhirPathExecutionException e) {
      remarks.add(
          "processing",
          "Bundle",
          "The event " + compiled.event().code() + " cannot be read from the Bundle.");
      return List.of();
    }
  }

  private static String reason(Compiled compiled, BundleValues values, ProblemList remarks) {
    if (compiled.reason() == null) {
      return null;
    }
    List<Base> found = find(compiled, values, compiled.reason(), remarks);
    return found.size() == 1 ? found.get(0).primitiveValue() : null;
  }
}
