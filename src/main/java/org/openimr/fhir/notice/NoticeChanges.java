package org.openimr.fhir.notice;

import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.DataOperation;
import org.openimr.fhir.casefile.transaction.ProvenanceAgents;
import org.openimr.fhir.notice.KnownNotice.State;

/**
 * What changes in the notices of a case: drafts that are new or say something else now, and drafts
 * that are owed no more.
 */
public final class NoticeChanges {

  /**
   * The changes.
   *
   * @param transaction what is to be stored; without entries if nothing changes
   * @param notices the notices that changed, as they are afterwards
   * @param failed whether a letter could not be made
   */
  public record Written(Bundle transaction, List<KnownNotice> notices, boolean failed) {}

  private final LetterCase about;
  private final String caseId;
  private final Map<String, Resource> stored;
  private final LetterPrinter printer;
  private final DateTimeType now;
  private final Bundle transaction = new Bundle().setType(Bundle.BundleType.TRANSACTION);
  private final List<KnownNotice> changed = new ArrayList<>();
  private int last;
  private boolean failed;

  /**
   * Begins.
   *
   * @param file the case as stored
   * @param assessment what is concluded about it
   * @param stored the Communications and DocumentReferences of its known notices, by reference
   * @param printer prints letters
   * @param now the time of writing
   */
  public NoticeChanges(
      CaseFile file,
      CaseAssessment assessment,
      Map<String, Resource> stored,
      LetterPrinter printer,
      DateTimeType now) {
    this.about = new LetterCase(file, assessment);
    this.caseId = file.task().getIdElement().getIdPart();
    this.stored = stored;
    this.printer = printer;
    this.now = now;
  }

  /**
   * Names what must be read of a known notice to change it.
   *
   * @param file the case
   * @param known the notice
   * @return relative references
   */
  public static List<String> parts(CaseFile file, KnownNotice known) {
    return List.of(
        "Communication/" + known.communication(),
        "DocumentReference/" + NoticeDraft.id(file, known.key(), "document"));
  }

  /**
   * Writes the changes.
   *
   * @param drafts what the case owes now
   * @param known the notices that are known
   * @return the changes
   */
  public Written write(List<NoticeDraft> drafts, List<KnownNotice> known) {
    Map<String, KnownNotice> byKey = new HashMap<>();
    known.forEach(each -> byKey.put(each.key(), each));
    last = known.stream().mapToInt(KnownNotice::number).max().orElse(0);
    Set<String> owed = new HashSet<>();
    for (NoticeDraft draft : drafts) {
      KnownNotice before = byKey.get(draft.due().key());
      owed.add(draft.due().key());
      if (before == null || before.state() != State.SENT) {
        draft(draft, before);
      }
    }
    known.stream()
        .filter(each -> each.state().open() && !owed.contains(each.key()))
        .forEach(this::withdraw);
    return new Written(transaction, changed, failed);
  }

  private void draft(NoticeDraft draft, KnownNotice before) {
    String content = draft.content();
    if (before != null
        && before.state().open()
        && before.state() != State.FAILED
        && before.content().equals(content)) {
      return;
    }
    int number = before == null ? ++last : before.number();
    NoticeResources resources = new NoticeResources(about, draft, number, now);
    State state = draft.fault() != null ? State.FAILED : State.LACKING;
    List<Resource> written = null;
    if (draft.ready()) {
      try {
        written = resources.written(printer);
        state = State.DRAFT;
      } catch (RuntimeException e) {
        // one letter keeps no other from being written, and is tried again
        draft = new NoticeDraft(draft.due(), draft.way(), draft.letters(), Set.of(), null, "print");
        resources = new NoticeResources(about, draft, number, now);
        state = State.FAILED;
      }
    }
    failed |= state == State.FAILED;
    if (state == State.FAILED && before != null && before.state() == State.FAILED) {
      return;
    }
    if (written == null) {
      written = resources.lacking();
      supersede(draft.due().key(), written);
    }
    new NoticeMarks(about, draft.due()).draft(written);
    put(written, before == null ? DataOperation.CREATE : DataOperation.UPDATE);
    changed.add(
        new KnownNotice(
            caseId,
            draft.due().key(),
            number,
            written.get(0).getIdElement().getIdPart(),
            state,
            content));
  }

  private void withdraw(KnownNotice before) {
    if (!(stored.get("Communication/" + before.communication()) instanceof Communication found)) {
      return;
    }
    Communication notice = found.copy();
    notice.setStatus(CommunicationStatus.NOTDONE);
    notice.setStatusReason(
        NoticeResources.state("withdrawn", "What is known of the case now does not ask for it."));
    notice.getExtension().removeIf(each -> each.getUrl().endsWith("/imr-notice-missing"));
    List<Resource> written = new ArrayList<>(List.of(notice));
    supersede(before.key(), written);
    put(written, DataOperation.UPDATE);
    changed.add(before.in(State.WITHDRAWN, ""));
  }

  /** What was written before counts no more. */
  private void supersede(String key, List<Resource> written) {
    String address = "DocumentReference/" + NoticeDraft.id(about.file(), key, "document");
    if (stored.get(address) instanceof DocumentReference found) {
      DocumentReference document = found.copy();
      document.setStatus(DocumentReferenceStatus.SUPERSEDED);
      written.add(document);
    }
  }

  private void put(List<Resource> resources, DataOperation activity) {
    Provenance provenance = new Provenance();
    resources.forEach(
        each -> {
          String address = CaseFile.reference(each);
          provenance.addTarget(new Reference(address));
          Bundle.BundleEntryComponent entry = transaction.addEntry().setResource(each);
          entry.getRequest().setMethod(HTTPVerb.PUT).setUrl(address);
          if (stored.get(address) != null) {
            entry.getRequest().setIfMatch(CaseFile.version(stored.get(address)));
          }
        });
    provenance.setRecorded(Date.from(now.getValue().toInstant()));
    provenance.setActivity(activity.activity());
    ProvenanceAgents.assembler(provenance);
    resources.get(0).getMeta().getTag().forEach(tag -> provenance.getMeta().addTag(tag.copy()));
    resources
        .get(0)
        .getMeta()
        .getSecurity()
        .forEach(label -> provenance.getMeta().addSecurity(label.copy()));
    transaction
        .addEntry()
        .setResource(provenance)
        .getRequest()
        .setMethod(HTTPVerb.POST)
        .setUrl("Provenance");
  }
}
