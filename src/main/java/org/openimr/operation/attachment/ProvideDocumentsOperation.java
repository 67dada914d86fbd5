package org.openimr.operation.attachment;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.mhd.ProvidedAnswer;
import org.openimr.fhir.mhd.ProvidedDocuments;
import org.openimr.fhir.mhd.ProvidedDocumentsReader;
import org.openimr.fhir.request.AttachmentQuestion;
import org.openimr.fhir.request.AttachmentQuestionReader;
import org.openimr.operation.access.Caller;
import org.openimr.operation.attachment.HeldAttachments.Held;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.UrlParameters;

/**
 * {@code $provide-documents}: takes documents for a case as IHE MHD provides them (ITI-65), also
 * where they are sent to the base, and treats them as {@code $submit-attachment} treats its own.
 *
 * @see <a href="../../../../../../../docs/operations/provide-documents.md">provide-documents</a>
 */
public final class ProvideDocumentsOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/provide-documents";

  private final FhirContext context;
  private final CaseStore store;
  private final AttachedRecords records;
  private final HeldAttachments held;
  private final int entries;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param context the FHIR context
   * @param store where cases are kept
   * @param records lets what was sent join a case
   * @param held holds what matches no case
   * @param entries how many entries a Bundle may have
   * @param clock says when something arrives
   */
  public ProvideDocumentsOperation(
      FhirContext context,
      CaseStore store,
      AttachedRecords records,
      HeldAttachments held,
      int entries,
      Clock clock) {
    this.context = context;
    this.store = store;
    this.records = records;
    this.held = held;
    this.entries = entries;
    this.clock = clock;
  }

  /** Takes documents. */
  @Operation(name = "$provide-documents", canonicalUrl = DEFINITION, manualRequest = true)
  public Bundle provide(RequestDetails request) {
    UrlParameters.read(request);
    Caller caller = Caller.of(request);
    String type = request.getHeader("Content-Type");
    Bundle sent =
        SubmittedBody.read(
                request.loadRequestContents(), type != null && type.contains("xml"), context)
            .bundle(context);
    ProvidedDocuments provided =
        ProvidedDocumentsReader.read(sent, request.getFhirServerBase(), entries);
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    List<Identifier> numbers = numbers(caller, provided);
    List<Identifier> members = members(caller, provided);
    try {
      for (Identifier number : numbers) {
        for (Identifier member : members) {
          Bundle answer = join(caller, provided, number, member, now);
          if (answer != null) {
            return answer;
          }
        }
      }
      return held(caller, provided, numbers, members, now);
    } catch (UnreadableResourceException e) {
      throw new UnreadableResourceException(e.problems().stream().map(provided::located).toList());
    }
  }

  private Bundle join(
      Caller caller,
      ProvidedDocuments provided,
      Identifier number,
      Identifier member,
      Instant now) {
    ProvidedAnswer answer = new ProvidedAnswer(provided);
    AttachmentQuestion asked = AttachmentQuestionReader.read(provided.attachments(number, member));
    AttachedRecords.Joined joined = records.join(caller, asked, now, answer.set()::listing);
    if (joined == null) {
      return null;
    }
    // what the sender does not see is not named to it, but for what it brought itself
    Set<String> seen = store.load(caller, joined.caseId()).byReference().keySet();
    CaseFile file = store.load(Caller.SERVER, joined.caseId());
    CaseFile told =
        new CaseFile(
            file.task(),
            file.resources().stream()
                .filter(
                    each ->
                        seen.contains(CaseFile.reference(each))
                            || !joined.before().contains(CaseFile.reference(each)))
                .toList());
    return answer.joined(told, joined.before());
  }

  private Bundle held(
      Caller caller,
      ProvidedDocuments provided,
      List<Identifier> numbers,
      List<Identifier> members,
      Instant now) {
    ProvidedAnswer answer = new ProvidedAnswer(provided);
    if (numbers.isEmpty() || members.isEmpty()) {
      throw new UnreadableResourceException(
          List.of(
              new Problem(
                  "not-found",
                  "Bundle",
                  "The case or the Patient of this server that is named is not here.")));
    }
    Parameters parameters = provided.attachments(numbers.get(0), members.get(0));
    AttachmentQuestion asked = AttachmentQuestionReader.read(parameters);
    records.check(caller, asked, now);
    answer.set().waitIn(parameters);
    return answer.held(
        held.hold(new Held(UUID.randomUUID().toString(), caller, now, parameters))
            ? "No case that you are party to matches. The documents are held and join one that"
                + " comes within 30 days."
            : "Nothing was kept: no case here matches, and as many attachments are held for your"
                + " organization as may be.");
  }

  /** What ties them to a case: what was sent, and the numbers of what is referred to here. */
  private List<Identifier> numbers(Caller caller, ProvidedDocuments provided) {
    List<Identifier> numbers = new ArrayList<>(provided.numbers());
    store
        .read(caller, provided.related())
        .values()
        .forEach(each -> numbers.addAll(identifiers(each)));
    return numbers;
  }

  private List<Identifier> members(Caller caller, ProvidedDocuments provided) {
    List<Identifier> members = new ArrayList<>(provided.members());
    if (provided.member() != null) {
      store.read(caller, Set.of(provided.member())).values().stream()
          .filter(Patient.class::isInstance)
          .forEach(each -> members.addAll(identifiers(each)));
    }
    return members;
  }

  private static List<Identifier> identifiers(Resource resource) {
    List<Identifier> found = new ArrayList<>();
    for (Base each : resource.getNamedProperty("identifier").getValues()) {
      if (each instanceof Identifier identifier && identifier.hasValue()) {
        found.add(identifier);
      }
    }
    return found;
  }
}
