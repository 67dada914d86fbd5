package org.openimr.operation.casefile;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.openimr.HeldPolicies;
import org.openimr.HeldReviewers;
import org.openimr.fhir.casefile.event.CaseFileReader;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.determination.DeterminationQuestionReader;
import org.openimr.fhir.determination.DeterminationWriter;
import org.openimr.fhir.notice.LetterPrinter;
import org.openimr.fhir.notice.Letters;
import org.openimr.fhir.packet.LateRecords;
import org.openimr.fhir.packet.seal.SigningKeys;
import org.openimr.fhir.question.EventQuestionReader;
import org.openimr.fhir.question.InputLimits;
import org.openimr.fhir.question.ParametersReader;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.operation.DeadlineAnswer;
import org.openimr.operation.RecordEventOperation;
import org.openimr.operation.SubmitCaseOperation;
import org.openimr.operation.access.Deeds;
import org.openimr.operation.determination.RecordDeterminationOperation;
import org.openimr.operation.notice.CaseNotices;
import org.openimr.operation.notice.NoticeRegister;
import org.openimr.operation.notice.SendNoticeOperation;
import org.openimr.operation.packet.ArrivedRecords;
import org.openimr.operation.packet.PacketIssuing;
import org.openimr.operation.packet.PacketOperation;
import org.openimr.operation.packet.PacketReceipts;
import org.openimr.operation.packet.PageNumbering;
import org.openimr.operation.review.AssignReviewerOperation;
import org.openimr.operation.review.TakeReviewOperation;
import org.openimr.server.artifact.PackagedDeterminations;
import org.openimr.server.artifact.PackagedLetters;
import org.openimr.server.artifact.PackagedSensitivity;
import org.openimr.server.artifact.PackagedWording;
import org.openimr.server.security.table.AccessTableReader;
import org.openimr.server.security.table.RecipientView;
import org.openimr.server.security.table.TableRule;

/** Cases in a store, under the policies of the package, and how they come into it. */
public final class HeldCases {

  /** Tells deadlines. */
  public static final DeadlineAnswer DEADLINES =
      new DeadlineAnswer(HeldPolicies.MACHINES, PackagedDeterminations.exposure());

  /** The letters of the package. */
  public static final Letters LETTERS =
      PackagedLetters.read(HeldPolicies.VOCABULARY, PackagedWording.read(Submissions.CONTEXT));

  /** Prints a page as it is; PdfLettersTest looks at real ones. */
  public static final LetterPrinter PRINTER =
      (page, written) -> page.getBytes(StandardCharsets.UTF_8);

  private HeldCases() {}

  /** The cases of a store. */
  public static StoredCases in(CaseStore store) {
    return new StoredCases(
        store,
        new CaseFileReader(HeldPolicies.VOCABULARY, Submissions.CONTEXT),
        () -> HeldPolicies.BOOK,
        HeldPolicies.MACHINES);
  }

  /** Records events in a store. */
  public static RecordEventOperation recording(CaseStore store, Clock clock) {
    return new RecordEventOperation(
        in(store),
        store,
        new EventQuestionReader(
            new ParametersReader(
                () -> HeldPolicies.BOOK, HeldPolicies.VOCABULARY, InputLimits.DEFAULT)),
        new InformationRequests(PackagedWording.read(Submissions.CONTEXT)),
        new PacketReceipts(store, SigningKeys.seal()),
        DEADLINES,
        clock);
  }

  /** Submits to a store. */
  public static SubmitCaseOperation submission(CaseStore store, Clock clock) {
    return new SubmitCaseOperation(
        Submissions.CONTEXT,
        Submissions.reader(),
        in(store),
        store,
        new InformationRequests(PackagedWording.read(Submissions.CONTEXT)),
        PackagedSensitivity.read(Submissions.CONTEXT),
        clock);
  }

  /** Records determinations in a store. */
  public static RecordDeterminationOperation determining(CaseStore store, Clock clock) {
    PackagedDeterminations with = PackagedDeterminations.read(Submissions.CONTEXT);
    return new RecordDeterminationOperation(
        in(store),
        store,
        new DeterminationQuestionReader(HeldPolicies.VOCABULARY),
        new DeterminationWriter(with.words()),
        with.plain(),
        HeldReviewers.TERMS.voting(),
        new ArrivedRecords(
            in(store),
            new LateRecords(
                new RecipientView(AccessTableReader.read()),
                PackagedSensitivity.read(Submissions.CONTEXT)),
            clock),
        new InformationRequests(PackagedWording.read(Submissions.CONTEXT)),
        clock);
  }

  /** Issues packets of the cases in a store. */
  public static PacketOperation packets(CaseStore store, Clock clock) {
    return packets(store, clock, (caller, deed) -> true);
  }

  public static PacketOperation packets(CaseStore store, Clock clock, Deeds deeds) {
    return new PacketOperation(store, issuing(store, clock), deeds);
  }

  public static PacketIssuing issuing(CaseStore store, Clock clock) {
    return new PacketIssuing(
        Submissions.CONTEXT,
        in(store),
        store,
        PackagedSensitivity.read(Submissions.CONTEXT),
        new RecipientView(AccessTableReader.read()),
        SigningKeys.seal(),
        PageNumbering.NONE,
        packet -> packet,
        clock);
  }

  /** Takes, offers and checks reviews of the cases in a store. */
  public static TakeReviewOperation taking(CaseStore store, Clock clock) {
    return new TakeReviewOperation(
        in(store),
        store,
        HeldReviewers.BOOK,
        Submissions.answers(),
        new InformationRequests(PackagedWording.read(Submissions.CONTEXT)),
        new TableRule(AccessTableReader.read())::permits,
        HeldPolicies.VOCABULARY,
        clock);
  }

  /** Assigns reviewers to the cases in a store. */
  public static AssignReviewerOperation assigning(CaseStore store, Clock clock) {
    return new AssignReviewerOperation(
        in(store),
        store,
        HeldReviewers.BOOK,
        Submissions.answers(),
        new InformationRequests(PackagedWording.read(Submissions.CONTEXT)),
        clock);
  }

  /** Drafts the notices of the cases in a store. */
  public static CaseNotices notices(CaseStore store) {
    return new CaseNotices(in(store), store, LETTERS, PRINTER);
  }

  /** Sends the notices of the cases in a store. */
  public static SendNoticeOperation sending(CaseStore store, NoticeRegister known, Clock clock) {
    return new SendNoticeOperation(
        in(store),
        store,
        known,
        LETTERS,
        PRINTER,
        new InformationRequests(PackagedWording.read(Submissions.CONTEXT)),
        clock);
  }
}
