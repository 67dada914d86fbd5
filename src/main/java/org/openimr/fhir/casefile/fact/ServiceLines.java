package org.openimr.fhir.casefile.fact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.ParameterComponent;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.fhir.casefile.ProblemList;

/**
 * The lines of the disputed claim, each with what the plan decided about it: the facts about the
 * decision, as they would be read if the claim had that line alone.
 */
public final class ServiceLines {

  private final Task task;
  private final String url;
  private final List<BundleEntryComponent> answers = new ArrayList<>();
  private final Map<Integer, String> services = new TreeMap<>();

  /**
   * Looks at a case.
   *
   * @param task the case
   * @param bundle the case and all that belongs to it
   */
  public ServiceLines(Task task, Bundle bundle) {
    this.task = task;
    this.url =
        bundle.getEntry().stream()
            .filter(entry -> entry.getResource() == task)
            .findFirst()
            .map(BundleEntryComponent::getFullUrl)
            .orElse(null);
    bundle.getEntry().stream()
        .filter(entry -> entry.hasResource() && DisputedLines.named(task, entry))
        .forEach(this::look);
  }

  private void look(BundleEntryComponent entry) {
    Property items = entry.getResource().getNamedProperty("item");
    if (items != null) {
      items.getValues().forEach(this::line);
    }
    if (!(entry.getResource() instanceof Claim)) {
      answers.add(entry);
    }
  }

  private void line(Base item) {
    Property service = item.getNamedProperty("productOrService");
    String named =
        service != null && service.hasValues()
            ? token((CodeableConcept) service.getValues().get(0))
            : "";
    DisputedLines.numbers(item)
        .forEach(number -> services.merge(number, named, (had, now) -> had.isEmpty() ? now : had));
  }

  private static String token(CodeableConcept service) {
    Coding coding = service.getCodingFirstRep();
    String system = coding.getSystem() != null ? coding.getSystem() : "";
    return coding.getCode() != null ? system + "|" + coding.getCode() : "";
  }

  /** Reports every line that the case calls disputed and that its claim does not have. */
  public void check(String path, ProblemList problems) {
    for (int i = 0; i < task.getInput().size(); i++) {
      ParameterComponent input = task.getInput().get(i);
      if (DisputedLines.states(input)
          && !services.containsKey(((IntegerType) input.getValue()).getValue())) {
        problems.add(
            "business-rule",
            path + ".input[" + i + "].value",
            "The claim in dispute has no line "
                + ((IntegerType) input.getValue()).getValue()
                + ".");
      }
    }
  }

  /**
   * Reads the lines.
   *
   * @param facts reads facts
   * @return the lines in the order of their numbers; none if no claim has lines
   */
  public List<ServiceLine> read(CaseFactReader facts) {
    Set<Integer> stated = DisputedLines.stated(task);
    List<ServiceLine> lines = new ArrayList<>();
    services.forEach(
        (number, service) -> {
          Bundle alone = alone(number);
          Object decision = facts.whole("decision", alone);
          Set<String> basis = new TreeSet<>();
          facts.values("decision-basis", alone).forEach(each -> basis.add(each.toString()));
          lines.add(
              new ServiceLine(
                  number,
                  service.isEmpty() ? null : service,
                  stated.isEmpty() ? !"approved".equals(decision) : stated.contains(number),
                  (String) decision,
                  basis));
        });
    return lines;
  }

  private Bundle alone(int number) {
    Bundle alone = new Bundle();
    alone.addEntry().setFullUrl(url).setResource(task);
    for (BundleEntryComponent answer : answers) {
      alone
          .addEntry()
          .setFullUrl(answer.getFullUrl())
          .setResource(DisputedLines.only(answer.getResource(), Set.of(number)));
    }
    return alone;
  }
}
