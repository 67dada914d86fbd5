package org.openimr.operation.attachment;

import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.mhd.SubmissionSet;
import org.openimr.fhir.request.AttachedText;
import org.openimr.fhir.request.AttachmentQuestion;
import org.openimr.fhir.request.AttachmentQuestionReader;
import org.openimr.operation.access.Caller;
import org.openimr.operation.attachment.HeldAttachments.Held;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.operation.casefile.NoSuchCaseException;
import org.openimr.operation.casefile.StaleCaseException;

/**
 * {@code $submit-attachment}: takes records for a case as Da Vinci CDex sends them. What matches no
 * case is held until one comes that it is for.
 *
 * @see <a href="../../../../../../../docs/operations/submit-attachment.md">submit-attachment</a>
 * @see <a href="https://hl7.org/fhir/us/davinci-cdex/OperationDefinition-submit-attachment.html">Da
 *     Vinci CDex</a>
 */
public final class SubmitAttachmentOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/submit-attachment";

  /** How many days what is held is tried again. */
  public static final int DAYS_HELD = 30;

  private static final Duration HELD = Duration.ofDays(DAYS_HELD);
  private static final int AT_ONCE = 50;

  private final AttachedRecords records;
  private final HeldAttachments held;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param records lets what was sent join a case
   * @param held holds what matches no case
   * @param clock says when something arrives
   */
  public SubmitAttachmentOperation(AttachedRecords records, HeldAttachments held, Clock clock) {
    this.records = records;
    this.held = held;
    this.clock = clock;
  }

  /** Takes attachments. */
  @Operation(name = "$submit-attachment", canonicalUrl = DEFINITION, manualRequest = true)
  public OperationOutcome submit(RequestDetails request) {
    Caller caller = Caller.of(request);
    List<Parameters> body = new ArrayList<>();
    AttachmentQuestion asked =
        CaseInquiry.sent(request)
            .read(
                parameters -> {
                  AttachedText.remember(request.loadRequestContents(), parameters);
                  body.add(AttachedText.waiting(parameters));
                  return AttachmentQuestionReader.read(parameters);
                });
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    AttachedRecords.Joined joined = records.join(caller, asked, now);
    if (joined != null) {
      return joined(joined, asked);
    }
    records.check(caller, asked, now);
    if (!held.hold(new Held(UUID.randomUUID().toString(), caller, now, body.get(0)))) {
      return outcome(
          IssueSeverity.WARNING,
          IssueType.THROTTLED,
          "Nothing was kept: no case here matches TrackingId, MemberId and PayerId, and as many"
              + " attachments are held for your organization as may be.");
    }
    return outcome(
        IssueSeverity.INFORMATION,
        IssueType.INFORMATIONAL,
        "No case that you are party to matches TrackingId, MemberId and PayerId. The attachments"
            + " are held and join one that comes within 30 days.");
  }

  /**
   * Tries again what is held.
   *
   * @param now the time
   * @return how much of it has joined a case
   */
  public int again(Instant now) {
    int joined = 0;
    for (Held each : held.waiting(now.minus(HELD), AT_ONCE)) {
      if (joins(each, now)) {
        held.release(each.id());
        joined++;
      }
    }
    return joined;
  }

  private boolean joins(Held each, Instant now) {
    try {
      Parameters sent = each.parameters().copy();
      AttachedText.takenFrom(sent);
      AttachedRecords.Telling telling =
          SubmissionSet.takenFrom(sent)
              .<AttachedRecords.Telling>map(set -> set::listing)
              .orElse(documents -> null);
      AttachmentQuestion asked = AttachmentQuestionReader.read(sent);
      return records.join(each.sender(), asked, now, telling) != null;
    } catch (UnreadableResourceException | StaleCaseException | NoSuchCaseException e) {
      // it waits on, and keeps no other from being tried
      return false;
    }
  }

  private static OperationOutcome joined(AttachedRecords.Joined joined, AttachmentQuestion asked) {
    StringBuilder text = new StringBuilder();
    text.append(joined.added()).append(" documents have joined Task/").append(joined.caseId());
    if (joined.known() > 0) {
      text.append("; ").append(joined.known()).append(" were in it already and are not kept twice");
    }
    if (joined.event()) {
      text.append("; their arrival is recorded as new-record-received");
    }
    text.append(asked.isFinal() ? "." : "; more are expected.");
    return outcome(IssueSeverity.INFORMATION, IssueType.INFORMATIONAL, text.toString());
  }

  private static OperationOutcome outcome(IssueSeverity severity, IssueType type, String text) {
    OperationOutcome outcome = new OperationOutcome();
    outcome
        .addIssue()
        .setSeverity(severity)
        .setCode(type)
        .setDiagnostics(text)
        .getDetails()
        .setText(text);
    return outcome;
  }
}
