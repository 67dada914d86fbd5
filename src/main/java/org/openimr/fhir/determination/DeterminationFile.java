package org.openimr.fhir.determination;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ClaimResponse;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.Xhtml;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.packet.PacketBundleWriter;
import org.openimr.fhir.packet.PacketNames;
import org.openimr.fhir.sensitivity.Confidentiality;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * A determination with what belongs to it, as one document: the answer to the claim, the letters
 * that tell of it, documents that say they are about it, and what these refer to. The records that
 * were read are told by the SHA-256 that their packet gives them, and are not in it.
 */
public final class DeterminationFile {

  private static final String NOTICE = "https://openimr.org/fhir/CodeSystem/imr-notice";
  private static final Set<String> LETTERS =
      Set.of(
          "analysis", "assessment-copy", "decision-copy", "review-upheld", "authorization-letter");

  /** What is brought along where it is referred to; anything else is named, if it has a name. */
  private static final Set<String> ALONG =
      Set.of(
          "Binary",
          "Claim",
          "Coverage",
          "Organization",
          "Patient",
          "Practitioner",
          "PractitionerRole",
          "RelatedPerson");

  private final Map<String, Resource> all;
  private final Map<String, Resource> held = new LinkedHashMap<>();

  private DeterminationFile(CaseFile seen) {
    this.all = seen.byReference();
  }

  /**
   * Writes it.
   *
   * @param seen the case as whoever asks sees it
   * @param history the determinations of the case
   * @param determination one of them
   * @param base the address of the server
   * @return a document Bundle without manifest and signature
   */
  public static Bundle write(
      CaseFile seen, DeterminationHistory history, Composition determination, String base) {
    DeterminationFile file = new DeterminationFile(seen);
    List<Resource> made = List.of(determination);
    List<Resource> answers = file.answers(determination);
    List<Resource> letters = file.letters(history, determination);
    List<Resource> documents = file.documents(CaseFile.reference(determination), letters);
    List.of(made, answers, letters, documents).forEach(each -> each.forEach(file::hold));
    List<Resource> told = List.copyOf(file.held.values());
    file.along(told);
    return file.bundle(
        determination,
        base,
        composition -> {
          section(composition, "Determination", made, "");
          section(composition, "Answer to the claim", answers, "None: no claim is in dispute.");
          section(composition, "Letters that tell of it", letters, "None was sent.");
          section(composition, "Documents", documents, "None.");
          file.records(composition, determination);
          composition
              .addSection()
              .setTitle("What was struck")
              .setText(history.struck(determination).written());
          List<Resource> rest = new ArrayList<>(file.held.values());
          rest.removeAll(told);
          section(composition, "Parties, and what is referred to", rest, "None.");
        });
  }

  /**
   * Says whether notices of a kind tell of a determination.
   *
   * @param kind a code of {@code imr-notice}
   * @return true if they do
   */
  public static boolean tellsOf(String kind) {
    return LETTERS.contains(kind);
  }

  private void hold(Resource resource) {
    held.putIfAbsent(CaseFile.reference(resource), resource);
  }

  private List<Resource> answers(Composition determination) {
    return all.values().stream()
        .filter(ClaimResponse.class::isInstance)
        .map(ClaimResponse.class::cast)
        .filter(
            each ->
                each.getIdentifier().stream()
                    .anyMatch(name -> name.equalsDeep(determination.getIdentifier())))
        .map(Resource.class::cast)
        .toList();
  }

  private List<Resource> letters(DeterminationHistory history, Composition determination) {
    return all.values().stream()
        .filter(Communication.class::isInstance)
        .map(Communication.class::cast)
        .filter(each -> each.getStatus() == CommunicationStatus.COMPLETED)
        .filter(
            each ->
                each.getCategory().stream()
                    .flatMap(category -> category.getCoding().stream())
                    .anyMatch(kind -> NOTICE.equals(kind.getSystem()) && tellsOf(kind.getCode())))
        .filter(each -> history.tells(each, determination))
        .map(Resource.class::cast)
        .toList();
  }

  /** The letters themselves, and what says that it is about the determination. */
  private List<Resource> documents(String determination, List<Resource> letters) {
    Map<String, Resource> found = new TreeMap<>();
    for (Resource letter : letters) {
      references(letter, reference -> put(found, reference));
    }
    for (Resource each : all.values()) {
      if (each instanceof DocumentReference document
          && document.getContext().getRelated().stream()
              .anyMatch(related -> determination.equals(related.getReference()))) {
        found.put(CaseFile.reference(each), each);
      }
    }
    return List.copyOf(found.values());
  }

  private void put(Map<String, Resource> found, String reference) {
    if (all.get(reference) instanceof DocumentReference document) {
      found.put(reference, document);
    }
  }

  /** What refers to what may be a long chain, or a ring. */
  private void along(List<Resource> from) {
    Deque<Resource> next = new ArrayDeque<>(from);
    while (!next.isEmpty()) {
      references(
          next.remove(),
          reference -> {
            Resource found = all.get(reference);
            if (found != null
                && ALONG.contains(found.fhirType())
                && held.putIfAbsent(reference, found) == null) {
              next.add(found);
            }
          });
    }
  }

  private static void references(Base element, Consumer<String> to) {
    if (element instanceof Reference reference && reference.hasReference()) {
      to.accept(reference.getReferenceElement().toUnqualifiedVersionless().getValue());
    } else if (element instanceof Attachment attachment && attachment.hasUrl()) {
      to.accept(attachment.getUrl());
    }
    for (Property property : element.children()) {
      property.getValues().forEach(each -> references(each, to));
    }
  }

  private Bundle bundle(Composition determination, String base, Consumer<Composition> sections) {
    PacketNames names = new PacketNames(Set.of());
    held.values().forEach(names::add);
    String number = determination.getIdentifier().getValue();
    Composition composition = new Composition();
    composition.setId(PacketBundleWriter.uuid(number).toString());
    composition.setIdentifier(determination.getIdentifier().copy());
    composition.setStatus(determination.getStatus());
    composition.setType(determination.getType().copy());
    composition.setSubject(determination.getSubject().copy());
    composition.setDateElement(determination.getDateElement().copy());
    determination.getAuthor().forEach(each -> composition.addAuthor(each.copy()));
    composition.setTitle(determination.getTitle() + ", with what belongs to it");
    sections.accept(composition);
    Bundle bundle = new Bundle().setType(Bundle.BundleType.DOCUMENT);
    bundle.setId("Bundle/" + PacketBundleWriter.uuid(number + "/file"));
    bundle.setIdentifier(determination.getIdentifier().copy());
    bundle.setTimestamp(determination.getDate());
    add(bundle, base, names.copy(composition));
    held.values().forEach(each -> add(bundle, base, names.copy(each)));
    Confidentiality highest = SecurityLabels.highest(bundle.getMeta().getSecurity());
    if (highest != null) {
      ((Composition) bundle.getEntryFirstRep().getResource())
          .setConfidentiality(Composition.DocumentConfidentiality.valueOf(highest.name()));
    }
    return bundle;
  }

  private static void add(Bundle bundle, String base, Resource resource) {
    bundle.addEntry().setFullUrl(base + "/" + CaseFile.reference(resource)).setResource(resource);
    SecurityLabels.add(bundle.getMeta().getSecurity(), resource.getMeta().getSecurity());
  }

  private static void section(
      Composition composition, String title, List<Resource> resources, String none) {
    SectionComponent section = composition.addSection().setTitle(title);
    if (resources.isEmpty()) {
      section.setText(new Xhtml().paragraph(none).written());
    }
    resources.forEach(each -> section.addEntry(new Reference(CaseFile.reference(each))));
  }

  /** What was read and what was not, as the determination tells it. */
  private void records(Composition composition, Composition determination) {
    for (SectionComponent told : determination.getSection()) {
      if (told.getCode().getCoding().stream()
          .anyMatch(code -> code.getSystem() != null && code.getSystem().endsWith("-section"))) {
        composition.addSection().setTitle(told.getTitle()).setText(told.getText().copy());
      }
    }
  }
}
