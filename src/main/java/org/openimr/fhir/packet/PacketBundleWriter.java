package org.openimr.fhir.packet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.PartyReferences;
import org.openimr.fhir.sensitivity.Confidentiality;
import org.openimr.fhir.sensitivity.SecurityLabels;
import org.openimr.fhir.sensitivity.SensitivityRules;

/**
 * Writes a packet: a document Bundle whose first entry lists what the policy asks for and what
 * fulfils it, closed under reference, and the same bytes for the same case and order.
 *
 * @see <a href="https://hl7.org/fhir/R4/documents.html">FHIR R4, documents</a>
 */
public final class PacketBundleWriter {

  /** System of packet numbers. */
  public static final String NUMBER = "https://openimr.org/fhir/sid/packet-number";

  /** System of the tag that names the recipient. */
  public static final String RECIPIENT = "https://openimr.org/fhir/sid/packet-recipient";

  /** System of the tag that says after which time what a packet holds came to the case. */
  public static final String SINCE = "https://openimr.org/fhir/sid/packet-since";

  /** System of the tag that names what a packet was made from. */
  public static final String CONTENT = "https://openimr.org/fhir/sid/packet-content";

  private static final String PROFILE = "https://openimr.org/fhir/StructureDefinition/";

  private PacketBundleWriter() {}

  /**
   * Writes a packet.
   *
   * @param file the case, with everything that it refers to
   * @param assessment what is concluded about it at the time of issue, and what the packet holds
   * @param lines the lines of the disputed claim
   * @param order what packet is wanted
   * @param view what the recipient is not shown
   * @param sensitivity by what sensitive information is recognized
   * @return the Bundle
   */
  public static Bundle write(
      CaseFile file,
      CaseAssessment assessment,
      List<ServiceLine> lines,
      PacketOrder order,
      PacketView view,
      SensitivityRules sensitivity) {
    LocalDays days = assessment.situation().policy().days();
    LocalDate on = LocalDate.ofInstant(order.issued(), days.zone());
    PacketFilter filter =
        shown(file, order.recipient(), order.since(), order.held(), on, view, sensitivity);
    CaseFile current = filter.file();
    PacketNames names = new PacketNames(filter.withheld().keySet());
    names.add(current.task());
    current.resources().forEach(names::add);
    Composition composition = composition(current, names, assessment, order);
    List<Coding> labels = labels(current);
    new PacketSections(composition, filter, assessment, lines, order)
        .write(sensitivity.notices(labels));
    confidential(composition, labels);
    Bundle bundle = bundle(assessment, order);
    add(bundle, composition, order);
    add(bundle, names.copy(current.task()), order);
    for (Resource each : current.resources()) {
      Resource copy = names.copy(each);
      AdditionFace.mark(copy, each, order);
      add(bundle, copy, order);
    }
    if (!filter.authorized().isEmpty()) {
      // by that label a Bundle is withheld from the one who is authorized; those of v3-ActCode stay
      bundle.getMeta().getSecurity().removeIf(NotesAuthorization::named);
    }
    return bundle;
  }

  /** What of a case a recipient is shown. */
  static PacketFilter shown(
      CaseFile file,
      String recipient,
      Instant since,
      Set<String> held,
      LocalDate on,
      PacketView view,
      SensitivityRules sensitivity) {
    CaseFile labelled = current(LabelledFile.of(file, sensitivity, recipient, on));
    return new PacketFilter(
        labelled, recipient, since, held, view, NotesAuthorization.of(labelled, recipient, on));
  }

  private static List<Coding> labels(CaseFile file) {
    List<Coding> labels = new ArrayList<>();
    SecurityLabels.add(labels, file.task().getMeta().getSecurity());
    file.resources().forEach(each -> SecurityLabels.add(labels, each.getMeta().getSecurity()));
    return labels;
  }

  private static void confidential(Composition composition, List<Coding> labels) {
    Confidentiality highest = SecurityLabels.highest(labels);
    if (highest != null) {
      composition.setConfidentiality(Composition.DocumentConfidentiality.valueOf(highest.name()));
    }
  }

  /** The case without documents that others have replaced, and without their content. */
  private static CaseFile current(CaseFile file) {
    Map<String, Boolean> contents = new TreeMap<>();
    for (Resource resource : file.resources()) {
      if (resource instanceof DocumentReference document) {
        boolean current = document.getStatus() == DocumentReferenceStatus.CURRENT;
        document
            .getContent()
            .forEach(
                content ->
                    contents.merge(
                        String.valueOf(content.getAttachment().getUrl()),
                        current,
                        Boolean::logicalOr));
      }
    }
    return new CaseFile(
        file.task(),
        file.resources().stream()
            .filter(resource -> contents.getOrDefault(CaseFile.reference(resource), true))
            .filter(
                resource ->
                    !(resource instanceof DocumentReference document)
                        || document.getStatus() == DocumentReferenceStatus.CURRENT)
            .sorted(Comparator.comparing(CaseFile::reference))
            .toList());
  }

  private static Bundle bundle(CaseAssessment assessment, PacketOrder order) {
    Bundle bundle = new Bundle().setType(Bundle.BundleType.DOCUMENT);
    bundle.getMeta().addProfile(PROFILE + "imr-packet");
    bundle.getMeta().addTag(new Coding(RECIPIENT, order.recipient(), null));
    bundle.getMeta().addTag(new Coding(CONTENT, order.content(), null));
    if (order.since() != null) {
      bundle.getMeta().addTag(new Coding(SINCE, order.since().toString(), null));
    }
    bundle.setIdentifier(new Identifier().setSystem(NUMBER).setValue(order.number()));
    bundle
        .getTimestampElement()
        .setValueAsString(
            TimeText.write(
                    assessment.situation().policy().days().at(order.issued()),
                    assessment.situation().policy().days().zone())
                .getValueAsString());
    return bundle;
  }

  private static Composition composition(
      CaseFile file, PacketNames names, CaseAssessment assessment, PacketOrder order) {
    PartyReferences parties = new PartyReferences(file.task(), file.byReference());
    Composition composition = new Composition();
    composition.setId(uuid(order.number()).toString());
    composition.getMeta().addProfile(PROFILE + "imr-packet-composition");
    composition.setIdentifier(new Identifier().setSystem(NUMBER).setValue(order.number()));
    composition.setStatus(
        order.draft()
            ? Composition.CompositionStatus.PRELIMINARY
            : Composition.CompositionStatus.FINAL);
    composition.setType(
        new CodeableConcept(new Coding("http://loinc.org", "11503-0", "Medical records")));
    composition.setSubject(named(file.task().getFor(), names));
    composition.setDateElement(
        TimeText.write(
            assessment.situation().policy().days().at(order.issued()),
            assessment.situation().policy().days().zone()));
    composition.addAuthor(named(parties.of("plan"), names));
    composition.setTitle(
        (order.draft() ? "Draft of a packet for " : "Packet for ")
            + order.recipient()
            + ", "
            + order.number());
    return composition;
  }

  private static Reference named(Reference stored, PacketNames names) {
    Reference named = stored.copy();
    names.close(named);
    return named;
  }

  private static void add(Bundle bundle, Resource resource, PacketOrder order) {
    bundle
        .addEntry()
        .setFullUrl(order.base() + "/" + CaseFile.reference(resource))
        .setResource(resource);
    SecurityLabels.add(bundle.getMeta().getSecurity(), resource.getMeta().getSecurity());
  }

  /**
   * Makes the name that belongs to a packet number.
   *
   * @param number the packet number
   * @return a UUID
   */
  public static UUID uuid(String number) {
    return UUID.nameUUIDFromBytes((NUMBER + "|" + number).getBytes(StandardCharsets.UTF_8));
  }
}
