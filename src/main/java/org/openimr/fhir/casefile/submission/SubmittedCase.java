package org.openimr.fhir.casefile.submission;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.UnreadableResourceException.Problem;

/**
 * A submission that was read and found acceptable.
 *
 * @param entries the entries of the Bundle
 * @param references finds what their references point to
 * @param stored the stored resources that they refer to, by relative reference
 * @param superseded stored documents that the submission replaces, marked as superseded
 * @param task the case
 * @param policy the policy that judges it
 * @param assumedText the date of the text held, if the case was opened before it; or null
 * @param reviewCase its facts and events
 * @param within the identifiers of Bundles that stood within the submission
 * @param remarks what is not refused but ought to be known, each with its FHIRPath
 */
public record SubmittedCase(
    List<SubmittedEntry> entries,
    BundleReferences references,
    Map<String, Resource> stored,
    List<DocumentReference> superseded,
    Task task,
    ReviewPolicy policy,
    LocalDate assumedText,
    ReviewCase reviewCase,
    List<Identifier> within,
    List<Problem> remarks) {

  /** Keeps its own copies. */
  public SubmittedCase {
    within = List.copyOf(within);
    remarks = List.copyOf(remarks);
  }

  /** Says which Bundles stood within the submission. */
  public SubmittedCase with(List<Identifier> bundles) {
    return new SubmittedCase(
        entries,
        references,
        stored,
        superseded,
        task,
        policy,
        assumedText,
        reviewCase,
        bundles,
        remarks);
  }

  /**
   * Returns all that the case consists of.
   *
   * @return what was submitted by full URL, and what it refers to by relative reference
   */
  public Map<String, Resource> resources() {
    Map<String, Resource> all = new LinkedHashMap<>(stored);
    entries.forEach(entry -> all.put(entry.fullUrl(), entry.resource()));
    return all;
  }
}
