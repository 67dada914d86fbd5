package org.openimr.fhir.casefile.intake;

import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.KnownInPart;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.event.CaseFileReader;
import org.openimr.fhir.casefile.fact.CaseFactReader;
import org.openimr.fhir.casefile.fact.FactSource;
import org.openimr.fhir.casefile.fact.ServiceLines;
import org.openimr.fhir.casefile.fact.StatedFacts;

/**
 * What somebody tells of a stored case by writing anew what belongs to it: whether it can be read,
 * and whether claim, answer and forms say what they said when the case came in.
 *
 * <p>May be used by many threads.
 *
 * @see <a href="../../../../../../../../docs/readings.md">R-58</a>
 */
public final class LaterTelling {

  // other records of a member live on; these say what the dispute is about
  private static final Set<String> FIXED =
      Set.of("Claim", "ClaimResponse", "ExplanationOfBenefit", "QuestionnaireResponse");

  private static final String INSTEAD =
      " The case keeps what it was when it came in; $record-event states another with an event.";

  private final CaseFactReader facts;
  private final StatedFacts stated;

  /**
   * Makes it.
   *
   * @param vocabulary the vocabulary of facts and events
   * @param context the FHIR context
   */
  public LaterTelling(Vocabulary vocabulary, FhirContext context) {
    this.facts = new CaseFactReader(vocabulary, context);
    this.stated = new StatedFacts(vocabulary);
  }

  /**
   * Finds what speaks against a change.
   *
   * @param before the case without it
   * @param written what is written, as it then is
   * @param over whether the dispute is over, so that it matters only whether all can be read
   * @return every problem, by its place in what is written
   */
  public List<Problem> objections(CaseFile before, Collection<Resource> written, boolean over) {
    Told old = told(before);
    Told now = told(with(before, written));
    ProblemList problems = new ProblemList();
    Set<String> known = new HashSet<>();
    old.problems().all().forEach(each -> known.add(each.text()));
    now.problems().all().stream()
        .filter(each -> !known.contains(each.text()))
        .forEach(each -> problems.add(each.code(), now.place(each.expression()), each.text()));
    List<Resource> fixed =
        written.stream().filter(each -> FIXED.contains(each.fhirType())).toList();
    if (problems.empty() && !fixed.isEmpty() && !over) {
      Told then = fixed.size() == written.size() ? now : told(with(before, fixed));
      otherwise(before.task(), old, then, CaseFile.reference(fixed.get(0)), problems);
    }
    return problems.all();
  }

  private void otherwise(Task task, Told old, Told now, String first, ProblemList problems) {
    Map<FactDefinition, Object> stated = this.stated.whole(task);
    Set<FactDefinition> changed = new HashSet<>();
    old.facts()
        .forEach(
            (fact, said) -> {
              Object before = said.whole(fact);
              FactSource after = now.facts().get(fact);
              if (before != null && !keeps(before, after.whole(fact))) {
                changed.add(fact);
                if (!Objects.equals(after.whole(fact), stated.get(fact))) {
                  problems.add(
                      "business-rule",
                      now.place(after, old.place(said, first)),
                      "This tells the fact " + fact.name() + " otherwise than before." + INSTEAD);
                }
              }
            });
    if (changed.isEmpty()) {
      lines(old, now, first, problems);
    }
  }

  /** Whether nothing is taken back that was known. */
  private static boolean keeps(Object before, Object after) {
    if (before instanceof KnownInPart part) {
      return after instanceof KnownInPart more
          ? more.values().containsAll(part.values())
          : after instanceof Set<?> all && all.containsAll(part.values());
    }
    return before.equals(after);
  }

  /** Of a mixed denial each line keeps what was decided of it. */
  private static void lines(Told old, Told now, String first, ProblemList problems) {
    Map<Integer, ServiceLine> then = new TreeMap<>();
    now.lines().forEach(line -> then.put(line.sequence(), line));
    for (ServiceLine line : old.lines()) {
      ServiceLine after = then.get(line.sequence());
      boolean same =
          after != null
              && (line.decision() == null || line.decision().equals(after.decision()))
              && after.basis().containsAll(line.basis())
              && (line.basis().isEmpty() || line.basis().containsAll(after.basis()));
      if (line.disputed() && !same) {
        problems.add(
            "business-rule",
            first.substring(0, first.indexOf('/')) + ".item",
            "This tells of line " + line.sequence() + " another decision than before." + INSTEAD);
      }
    }
  }

  private Told told(CaseFile file) {
    Bundle bundle = CaseFileReader.bundle(file);
    ProblemList problems = new ProblemList();
    return new Told(
        bundle,
        facts.told(file.task(), bundle, problems),
        new ServiceLines(file.task(), bundle).read(facts),
        problems);
  }

  private static CaseFile with(CaseFile file, Collection<Resource> written) {
    Set<String> names = new TreeSet<>();
    written.forEach(each -> names.add(CaseFile.reference(each)));
    List<Resource> resources = new ArrayList<>();
    for (Resource each : file.resources()) {
      if (!names.contains(CaseFile.reference(each))) {
        resources.add(each);
      }
    }
    resources.addAll(written);
    return new CaseFile(file.task(), resources);
  }

  private record Told(
      Bundle bundle,
      Map<FactDefinition, FactSource> facts,
      List<ServiceLine> lines,
      ProblemList problems) {

    /** The place within the resource that has it. */
    String place(String inBundle) {
      for (int i = 0; i < bundle.getEntry().size(); i++) {
        String entry = "Bundle.entry[" + i + "].resource";
        if (inBundle.startsWith(entry)) {
          return bundle.getEntry().get(i).getResource().fhirType()
              + inBundle.substring(entry.length());
        }
      }
      return inBundle;
    }

    String place(FactSource source, String otherwise) {
      return source.places().stream()
          .filter(each -> each.contains("."))
          .findFirst()
          .map(this::place)
          .orElseGet(() -> otherwise.replaceFirst("/.*", ""));
    }
  }
}
