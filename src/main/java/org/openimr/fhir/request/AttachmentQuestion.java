package org.openimr.fhir.request;

import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;

/**
 * Attachments that were sent for a claim or a prior authorization.
 *
 * @param tracking what ties them to it; the number of a request, of a case, or of the claim
 * @param payer the payer they are sent to; null if none is named
 * @param member the member, by a number of the plan or of the provider
 * @param attachments what was sent
 * @param isFinal whether nothing more will come
 */
public record AttachmentQuestion(
    Identifier tracking,
    Identifier payer,
    Identifier member,
    List<Sent> attachments,
    boolean isFinal) {

  /** Keeps its own copy. */
  public AttachmentQuestion {
    attachments = List.copyOf(attachments);
  }

  /**
   * One attachment.
   *
   * @param lines the lines that it is about; none for the whole
   * @param code what kind of information it is, or null
   * @param document the document
   * @param original what it was made of, where a resource of another type was sent; else null
   * @param path the FHIRPath of the attachment in the request
   * @param place the FHIRPath of the document in the request
   */
  public record Sent(
      List<String> lines,
      CodeableConcept code,
      DocumentReference document,
      Resource original,
      String path,
      String place) {

    /** Keeps its own copy. */
    public Sent {
      lines = List.copyOf(lines);
    }
  }
}
