package org.openimr.operation;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.calendar.LocalDays;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseNumber;
import org.openimr.fhir.packet.IssuedPackets;
import org.openimr.fhir.packet.PacketBundleWriter;
import org.openimr.fhir.packet.PacketContent;
import org.openimr.fhir.packet.PacketIssue;
import org.openimr.fhir.packet.PacketOrder;
import org.openimr.fhir.packet.PacketView;
import org.openimr.fhir.packet.seal.PacketSeal;
import org.openimr.fhir.sensitivity.SensitivityRules;

/**
 * {@code $packet}: issues what a recipient gets about a case, reads what was issued, or drafts it.
 *
 * @see <a href="../../../../../../docs/operations/packet.md">packet</a>
 */
public final class PacketOperation {

  private static final String DEFINITION = "https://openimr.org/fhir/OperationDefinition/packet";

  private static final Map<String, List<String>> OTHERS =
      Map.of(
          "member", List.of("not-to-care", "not-to-review"),
          "provider", List.of("not-to-member", "not-to-review"));

  private final FhirContext context;
  private final StoredCases cases;
  private final CaseStore store;
  private final SensitivityRules sensitivity;
  private final PacketView view;
  private final PacketSeal seal;
  private final Deeds deeds;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param context the FHIR context
   * @param cases assesses what is stored
   * @param store where cases are kept
   * @param sensitivity by what sensitive information is recognized
   * @param view what recipients are not shown
   * @param seal lists and signs what is issued
   * @param deeds who may issue
   * @param clock says when a packet is issued
   */
  public PacketOperation(
      FhirContext context,
      StoredCases cases,
      CaseStore store,
      SensitivityRules sensitivity,
      PacketView view,
      PacketSeal seal,
      Deeds deeds,
      Clock clock) {
    this.context = context;
    this.cases = cases;
    this.store = store;
    this.sensitivity = sensitivity;
    this.view = view;
    this.seal = seal;
    this.deeds = deeds;
    this.clock = clock;
  }

  /** Issues (POST) or reads (GET) the packet of a case. */
  @Operation(name = "$packet", typeName = "Task", canonicalUrl = DEFINITION, idempotent = true)
  public Bundle packet(@IdParam IdType id, RequestDetails request) {
    PacketQuestion question = PacketQuestion.read(request);
    Caller caller = Caller.of(request);
    deeds.require(caller, "$packet/" + question.recipient());
    boolean issues = request.getRequestType() == RequestTypeEnum.POST && !question.draft();
    CaseFile file = store.load(caller, id.getIdPart());
    if (issues) {
      deeds.require(caller, "$packet/issue");
      requireWhole(caller, file);
    }
    if (question.draft()) {
      deeds.require(caller, "$packet/draft");
      return draft(file, question, request.getFhirServerBase());
    }
    IssuedPackets issued =
        IssuedPackets.of(
            store.read(caller, Set.copyOf(PacketIssue.of(file.task()))), question.recipient());
    Bundle packet =
        issues
            ? issue(caller, file, issued, question, request.getFhirServerBase())
            : issued.last(question.since()).orElseThrow(NoSuchPacketException::new);
    // the marks are the server's; the packet is the recipient's
    PacketSeal.bare(packet);
    return packet;
  }

  /** Whoever does not see all of a case may not say what is in it. */
  private void requireWhole(Caller caller, CaseFile seen) {
    CaseFile whole = store.load(Caller.SERVER, seen.task().getIdElement().getIdPart());
    if (whole.resources().size() > seen.resources().size()) {
      throw new NotForThisRoleException(caller.role());
    }
  }

  private String content(CaseFile file, PacketQuestion question) {
    String since = question.since() == null ? "" : "\n" + question.since();
    return PacketContent.sha256(file, question.recipient() + since, context);
  }

  private Bundle write(
      CaseFile file,
      CaseAssessment assessment,
      PacketQuestion question,
      String number,
      Instant at,
      String base) {
    return PacketBundleWriter.write(
        file,
        assessment,
        cases.lines(file),
        new PacketOrder(
            question.recipient(),
            number,
            at,
            question.draft(),
            base,
            question.since(),
            content(file, question)),
        view,
        sensitivity);
  }

  private Bundle draft(CaseFile file, PacketQuestion question, String base) {
    Instant changed = file.task().getMeta().getLastUpdated().toInstant();
    String number = CaseNumber.of(file.task()) + "-" + question.recipient() + "-draft";
    return seal.listed(write(file, cases.assess(file, changed), question, number, changed, base));
  }

  private Bundle issue(
      Caller caller, CaseFile file, IssuedPackets issued, PacketQuestion question, String base) {
    Optional<Bundle> before = issued.madeFrom(content(file, question));
    if (before.isPresent()) {
      return before.get();
    }
    Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
    CaseAssessment assessment = cases.assess(file, now);
    // what comes late comes to what is there, or is still awaited
    if (question.since() == null && !assessment.manifest().complete()) {
      throw new IncompletePacketException(assessment.manifest().missing());
    }
    String number =
        CaseNumber.of(file.task()) + "-" + question.recipient() + "-" + (issued.count() + 1);
    Bundle packet = write(file, assessment, question, number, now, base);
    packet.setId("Bundle/" + PacketBundleWriter.uuid(number));
    packet = seal.listed(packet);
    seal.sign(packet, now);
    mark(packet, file, question.recipient());
    LocalDays days = assessment.situation().policy().days();
    Bundle changes =
        PacketIssue.write(
            file.task(),
            packet,
            caller.role().equals("admin") ? "department" : caller.role(),
            caller.organization(),
            TimeText.write(days.at(now), days.zone()));
    return store.issue(packet, changes);
  }

  /** A packet for the member or for the provider holds what others of these may not have. */
  private static void mark(Bundle packet, CaseFile file, String recipient) {
    List<String> others = OTHERS.get(recipient);
    if (others == null) {
      AccessMarks.add(packet, AccessMarks.trusted(file));
    } else {
      AccessMarks.add(packet, AccessMarks.parties(file.task()));
      others.forEach(other -> AccessMarks.withhold(packet, other));
    }
  }
}
