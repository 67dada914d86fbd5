package org.openimr.fhir.mhd;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.json.CanonicalJson;
import org.openimr.fhir.sensitivity.SecurityLabels;

/**
 * A SubmissionSet as it is kept: its names, its time, who sent it, what kind it is, and what it
 * lists. Texts and contained people stay out. It waits with documents that match no case yet, and
 * lists them once they have names here.
 *
 * @see <a
 *     href="https://profiles.ihe.net/ITI/MHD/StructureDefinition-IHE.MHD.Minimal.SubmissionSet.html">
 *     IHE MHD, SubmissionSet</a>
 */
public final class SubmissionSet {

  private static final String PARAMETER = "SubmissionSet";
  private static final String EXTENSIONS = "https://profiles.ihe.net/ITI/MHD/StructureDefinition/";
  private static final Set<String> KEPT =
      Set.of(EXTENSIONS + "ihe-sourceId", EXTENSIONS + "ihe-designationType");

  private final ListResource set;
  private final List<String> hashes;

  private SubmissionSet(ListResource set, List<String> hashes) {
    this.set = set;
    this.hashes = List.copyOf(hashes);
  }

  /**
   * The one of a Bundle.
   *
   * @param provided what was sent
   * @return its SubmissionSet
   */
  public static SubmissionSet of(ProvidedDocuments provided) {
    ListResource sent = provided.submissionSet();
    ListResource kept = new ListResource();
    kept.setStatus(sent.getStatus());
    kept.setMode(sent.getMode());
    kept.setCode(sent.getCode().copy());
    kept.setDateElement(sent.getDateElement().copy());
    sent.getIdentifier().forEach(each -> kept.addIdentifier(each.copy()));
    sent.getExtension().stream()
        .filter(each -> KEPT.contains(each.getUrl()))
        .forEach(each -> kept.addExtension(each.copy()));
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < provided.documents().size(); i++) {
      hashes.add(CanonicalJson.sha256(provided.content(i).getData()));
    }
    return new SubmissionSet(kept, hashes);
  }

  /**
   * The one that waits with documents.
   *
   * @param held what is held, from which it is taken, so that the rest is as attachments are
   * @return the SubmissionSet; empty if the documents did not come in one
   */
  public static Optional<SubmissionSet> takenFrom(Parameters held) {
    ParametersParameterComponent found =
        held.getParameter().stream()
            .filter(each -> PARAMETER.equals(each.getName()))
            .findFirst()
            .orElse(null);
    if (found == null) {
      return Optional.empty();
    }
    held.getParameter().remove(found);
    ListResource set = null;
    List<String> hashes = new ArrayList<>();
    for (ParametersParameterComponent part : found.getPart()) {
      if (part.getResource() instanceof ListResource list) {
        set = list;
      } else if (part.getValue() instanceof StringType hash) {
        hashes.add(hash.getValue());
      }
    }
    return Optional.ofNullable(set).map(each -> new SubmissionSet(each, hashes));
  }

  /**
   * Lets it wait with its documents.
   *
   * @param held what is held
   */
  public void waitIn(Parameters held) {
    ParametersParameterComponent parameter = held.addParameter().setName(PARAMETER);
    parameter.addPart().setName("set").setResource(set.copy());
    hashes.forEach(each -> parameter.addPart().setName("document").setValue(new StringType(each)));
  }

  /** The SHA-256 of the contents of its documents, in their order. */
  List<String> hashes() {
    return hashes;
  }

  /**
   * Makes the List, which bears the labels of all that it lists.
   *
   * @param named the documents, by the SHA-256 of their contents
   * @return the List; its items have the ids of the documents
   */
  public ListResource listing(Map<String, DocumentReference> named) {
    ListResource kept = set.copy();
    Set<String> listed = new HashSet<>();
    for (String hash : hashes) {
      DocumentReference document = named.get(hash);
      SecurityLabels.add(kept.getMeta().getSecurity(), SecurityLabels.of(document));
      String name =
          document.getId().startsWith("urn:") ? document.getId() : CaseFile.reference(document);
      if (listed.add(name)) {
        kept.addEntry().setItem(new Reference(name));
      }
      kept.setSubject(document.getSubject().copy());
    }
    return kept;
  }
}
