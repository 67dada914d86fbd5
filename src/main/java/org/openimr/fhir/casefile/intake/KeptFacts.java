package org.openimr.fhir.casefile.intake;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.FactReading;
import org.openimr.core.casefile.Facts;
import org.openimr.core.casefile.KnownInPart;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.fhir.casefile.event.CaseFileReader;
import org.openimr.fhir.casefile.fact.CaseFactReader;
import org.openimr.fhir.casefile.fact.FactSource;

/**
 * Facts that are taken at intake and then stated in the case, because what they are read from may
 * be written later: the ground of the denial by the plan, the regulator by all whose Organization
 * names one.
 *
 * @see <a href="../../../../../../../../docs/readings.md">R-51, R-58</a>
 */
final class KeptFacts {

  private final Vocabulary vocabulary;
  private final CaseFactReader facts;

  KeptFacts(Vocabulary vocabulary, CaseFactReader facts) {
    this.vocabulary = vocabulary;
    this.facts = facts;
  }

  /** Reads what the submission leaves open from what is stored and referred to in it. */
  Facts complete(Facts read, Task task, Bundle bundle, Collection<Resource> stored) {
    Facts complete = read;
    for (FactDefinition fact : kept()) {
      if (!stored.isEmpty() && open(fact, complete)) {
        FactSource told = facts.read(fact, task, together(bundle, stored));
        Object value = told.contradictory(fact) ? null : told.whole(fact);
        if (value != null && acceptable(fact, value)) {
          complete = complete.set(fact, value);
        }
      }
    }
    return complete;
  }

  /** States the facts in the case. */
  void state(Facts read, Task task) {
    Map<FactDefinition, Object> stated = new LinkedHashMap<>();
    for (FactDefinition fact : kept()) {
      // what is known in part cannot be stated
      if (!open(fact, read) && !(read.value(fact.index()) instanceof KnownInPart)) {
        stated.put(fact, read.value(fact.index()));
      }
    }
    CaseEntries.state(task, stated);
  }

  private List<FactDefinition> kept() {
    return vocabulary.facts().stream()
        .filter(fact -> fact.reading().keeping() != FactReading.Keeping.READ_AGAIN)
        .toList();
  }

  private static boolean open(FactDefinition fact, Facts read) {
    Object value = read.value(fact.index());
    return value == null || value.equals(fact.defaultValue());
  }

  private static boolean acceptable(FactDefinition fact, Object value) {
    Collection<?> values =
        value instanceof KnownInPart part
            ? part.values()
            : value instanceof Set<?> many ? many : Set.of(value);
    return values.stream().allMatch(each -> fact.objectionTo(each) == null);
  }

  private static Bundle together(Bundle bundle, Collection<Resource> stored) {
    Bundle together = new Bundle().setType(Bundle.BundleType.COLLECTION);
    for (BundleEntryComponent entry : bundle.getEntry()) {
      together.addEntry().setFullUrl(entry.getFullUrl()).setResource(entry.getResource());
    }
    for (Resource resource : stored) {
      together
          .addEntry()
          .setFullUrl(CaseFileReader.BASE + CaseFile.reference(resource))
          .setResource(resource);
    }
    return together;
  }
}
