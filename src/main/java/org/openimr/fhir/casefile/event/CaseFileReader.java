package org.openimr.fhir.casefile.event;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.fact.CaseFactReader;
import org.openimr.fhir.casefile.fact.ServiceLines;
import org.openimr.fhir.casefile.fact.StatedFacts;

/** Reads facts and events of a stored case. */
public final class CaseFileReader {

  /** The full URLs of stored resources begin so in the Bundle that facts are read from. */
  // only so that references resolve within the Bundle; nothing is fetched from there
  public static final String BASE = "https://openimr.org/fhir/";

  private final CaseFactReader facts;
  private final StatedFacts stated;

  /**
   * Makes a reader; it may be used by many threads.
   *
   * @param vocabulary the vocabulary of facts and events
   * @param context the FHIR context
   */
  public CaseFileReader(Vocabulary vocabulary, FhirContext context) {
    this.facts = new CaseFactReader(vocabulary, context);
    this.stated = new StatedFacts(vocabulary);
  }

  /**
   * Reads a case.
   *
   * @param file the stored resources
   * @return policy, facts and events
   * @throws UnreadableResourceException if the resources were changed so that they cannot be read
   */
  public ReviewCase read(CaseFile file) {
    Bundle bundle = bundle(file);
    ProblemList problems = new ProblemList();
    ReviewCase read =
        new ReviewCase(
            file.task().getInstantiatesUri(),
            facts.stored(file.task(), bundle, problems),
            CaseEventReader.read(file.task(), "Task", problems).events());
    if (!problems.empty()) {
      throw problems.exception();
    }
    return read;
  }

  /**
   * Reads the facts of a case as far as they can be read.
   *
   * @param file the stored resources
   * @return the facts as given; what cannot be read is left out
   */
  public Facts readable(CaseFile file) {
    return facts.stored(file.task(), bundle(file), new ProblemList());
  }

  /**
   * Reads the facts that a case Task itself states, as far as they can be read.
   *
   * @param task the case
   * @return whole values by fact
   */
  public Map<FactDefinition, Object> stated(Task task) {
    return stated.whole(task);
  }

  /**
   * Reads the events of a case Task as far as they can be read.
   *
   * @param task the case
   * @return the events in the order of recording
   */
  public static List<CaseEvent> events(Task task) {
    return CaseEventReader.read(task, "Task", new ProblemList()).events();
  }

  /**
   * Reads the lines of the disputed claim.
   *
   * @param file the stored resources
   * @return the lines in the order of their numbers; none if no claim has lines
   */
  public List<ServiceLine> lines(CaseFile file) {
    return new ServiceLines(file.task(), bundle(file)).read(facts);
  }

  /** A stored case as the Bundle that facts are read from. */
  public static Bundle bundle(CaseFile file) {
    Bundle bundle = new Bundle().setType(Bundle.BundleType.COLLECTION);
    add(bundle, file.task());
    file.resources().stream()
        .filter(resource -> !(resource instanceof Task))
        .forEach(resource -> add(bundle, resource));
    return bundle;
  }

  private static void add(Bundle bundle, Resource resource) {
    bundle.addEntry().setFullUrl(BASE + CaseFile.reference(resource)).setResource(resource);
  }
}
