package org.openimr.operation;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.openimr.HeldPolicies;
import org.openimr.HeldReviewers;
import org.openimr.fhir.DeterminationQuestionReader;
import org.openimr.fhir.EventQuestionReader;
import org.openimr.fhir.InputLimits;
import org.openimr.fhir.ParametersReader;
import org.openimr.fhir.casefile.CaseFileReader;
import org.openimr.fhir.casefile.Submissions;
import org.openimr.fhir.determination.DeterminationWriter;
import org.openimr.fhir.notice.LetterPrinter;
import org.openimr.fhir.notice.Letters;
import org.openimr.fhir.packet.LateRecords;
import org.openimr.fhir.packet.seal.SigningKeys;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.server.artifact.PackagedDeterminations;
import org.openimr.server.artifact.PackagedLetters;
import org.openimr.server.artifact.PackagedSensitivity;
import org.openimr.server.artifact.PackagedWording;
import org.openimr.server.security.table.AccessTableReader;
import org.openimr.server.security.table.RecipientView;
import org.openimr.server.security.table.TableRule;

/** Cases in a store, under the policies of the package, and how they come into it. */
final class HeldCases {

  /** Tells deadlines. */
  static final DeadlineAnswer DEADLINES =
      new DeadlineAnswer(HeldPolicies.MACHINES, PackagedDeterminations.exposure());

  /** The letters of the package. */
  static final Letters LETTERS =
      PackagedLetters.read(HeldPolicies.VOCABULARY, PackagedWording.read(Submissions.CONTEXT));

  /** Prints a page as it is; PdfLettersTest looks at real ones. */
  static final LetterPrinter PRINTER = (page, written) -> page.getBytes(StandardCharsets.UTF_8);

  private HeldCases() {}

  /** The cases of a store. */
  static StoredCases in(CaseStore store) {
    return new StoredCases(
        store,
        new CaseFileReader(HeldPolicies.VOCABULARY, Submissions.CONTEXT),
        () -> HeldPolicies.BOOK,
        HeldPolicies.MACHINES);
  }

  /** Records events in a store. */
  static RecordEventOperation recording(CaseStore store, Clock clock) {
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
  static SubmitCaseOperation submission(CaseStore store, Clock clock) {
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
  static RecordDeterminationOperation determining(CaseStore store, Clock clock) {
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
  static PacketOperation packets(CaseStore store, Clock clock) {
    return packets(store, clock, (caller, deed) -> true);
  }

  static PacketOperation packets(CaseStore store, Clock clock, Deeds deeds) {
    return new PacketOperation(store, issuing(store, clock), deeds);
  }

  static PacketIssuing issuing(CaseStore store, Clock clock) {
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
  static TakeReviewOperation taking(CaseStore store, Clock clock) {
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
  static AssignReviewerOperation assigning(CaseStore store, Clock clock) {
    return new AssignReviewerOperation(
        in(store),
        store,
        HeldReviewers.BOOK,
        Submissions.answers(),
        new InformationRequests(PackagedWording.read(Submissions.CONTEXT)),
        clock);
  }

  /** Drafts the notices of the cases in a store. */
  static CaseNotices notices(CaseStore store) {
    return new CaseNotices(in(store), store, LETTERS, PRINTER);
  }

  /** Sends the notices of the cases in a store. */
  static SendNoticeOperation sending(CaseStore store, NoticeRegister known, Clock clock) {
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
