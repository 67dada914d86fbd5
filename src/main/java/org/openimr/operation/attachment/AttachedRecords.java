package org.openimr.operation.attachment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.assessment.EventRecording.Entry;
import org.openimr.core.assessment.EventRecording.Recorded;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.casefile.CaseEvent;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.casefile.ReviewCase;
import org.openimr.core.lifecycle.RefusedEventException;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.situation.Situation;
import org.openimr.fhir.TimeText;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.document.DocumentsTransaction;
import org.openimr.fhir.casefile.document.LaterDocuments;
import org.openimr.fhir.casefile.document.UploadedContents;
import org.openimr.fhir.casefile.event.CaseEntries;
import org.openimr.fhir.casefile.transaction.EventTransaction.Enclosure;
import org.openimr.fhir.request.AttachmentQuestion;
import org.openimr.fhir.request.InformationRequests;
import org.openimr.fhir.sensitivity.LoneSensitivity;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.EventStep;
import org.openimr.operation.casefile.StoredCases;

/**
 * Lets records join the case that they are for. After the records went to the review organization,
 * each arrival is an event by which the plan owes to forward them (V24).
 */
public final class AttachedRecords {

  /**
   * What joined.
   *
   * @param caseId the id of the case Task
   * @param added how many documents are new
   * @param known how many were there already
   * @param event whether their arrival is an event of the case
   * @param before references of what was in the case before
   */
  public record Joined(String caseId, int added, int known, boolean event, Set<String> before) {

    /** Keeps its own copy. */
    public Joined {
      before = Set.copyOf(before);
    }
  }

  private static final String RECORDS_SENT = "records-sent";
  private static final String RECEIVED = "new-record-received";
  private static final String PLAN = "plan";

  private final StoredCases cases;
  private final CaseStore store;
  private final LaterDocuments documents;
  private final InformationRequests requests;
  private final AttachedDocuments attached;

  /**
   * Makes it.
   *
   * @param cases knows what is stored, and what governs it
   * @param store where cases are kept
   * @param documents reads documents
   * @param requests asks for what the case lacks afterwards
   * @param sensitivity recognizes sensitive documents
   */
  public AttachedRecords(
      StoredCases cases,
      CaseStore store,
      LaterDocuments documents,
      InformationRequests requests,
      LoneSensitivity sensitivity) {
    this.cases = cases;
    this.store = store;
    this.documents = documents;
    this.requests = requests;
    this.attached = new AttachedDocuments(store, sensitivity);
  }

  /**
   * Lets what was sent join its case.
   *
   * @return null if the caller is party to no case that it is for, or to several
   * @throws UnreadableResourceException naming everything in it that is wrong
   */
  Joined join(Caller caller, AttachmentQuestion asked, Instant now) {
    return join(caller, asked, now, names -> null);
  }

  /** Lets it join with what is said of all of it together, which is made once that is named. */
  Joined join(Caller caller, AttachmentQuestion asked, Instant now, Telling telling) {
    List<String> matching =
        store.tracked(caller, asked.tracking()).stream()
            .filter(id -> new AttachmentMatch(store.load(Caller.SERVER, id)).fits(asked))
            .toList();
    if (matching.size() != 1) {
      return null;
    }
    String id = matching.get(0);
    // else two equal ones that come at once would not know of each other
    return store.holding(id, () -> join(caller, id, asked, now, telling));
  }

  /**
   * Checks what joins no case yet.
   *
   * @throws UnreadableResourceException naming everything in it that is wrong
   */
  void check(Caller caller, AttachmentQuestion asked, Instant now) {
    documents.check(attached.later(asked, now), attached.uploads(caller, asked));
  }

  /** What is said of documents that join together. */
  @FunctionalInterface
  interface Telling {

    /**
     * Makes it.
     *
     * @param documents the documents by the SHA-256 of their contents
     * @return a resource that joins with them; null for none
     */
    Resource of(Map<String, DocumentReference> documents);
  }

  private Joined join(
      Caller caller, String id, AttachmentQuestion asked, Instant now, Telling telling) {
    CaseFile file = store.load(Caller.SERVER, id);
    CaseEntries.name(file.task());
    Set<String> before = file.byReference().keySet();
    CaseFile seen = store.load(caller, id);
    UploadedContents uploads = attached.uploads(caller, asked);
    LaterDocuments.Outcome read = read(asked, uploads, seen, file, now);
    if (read.added().isEmpty()) {
      return new Joined(id, 0, read.known(), false, before);
    }
    ReviewCase known = cases.read(file);
    LocalDays days = cases.policy(known).days();
    List<Enclosure> enclosures = attached.enclosures(caller, asked, read, file, days, now);
    enclosures.addAll(AttachedDocuments.contents(caller, read.added(), uploads));
    tell(seen, enclosures, telling);
    CaseFile grown = grown(file, enclosures);
    Recorded recorded = arrival(grown, known, enclosures, now);
    DateTimeType time = TimeText.write(days.at(now), days.zone());
    Bundle changes;
    if (recorded != null) {
      changes = EventStep.changes(caller, file, recorded, requests, time, enclosures);
    } else {
      changes = DocumentsTransaction.write(file, enclosures, caller.recorder(), time);
      CaseAssessment assessment = cases.assess(grown, now);
      requests.renewal(file, assessment, time).join(file.task(), changes);
    }
    store.save(caller, changes);
    return new Joined(id, read.added().size(), read.known(), recorded != null, before);
  }

  /** Only what the sender sees may be named to it as there already. */
  private static void tell(CaseFile seen, List<Enclosure> enclosures, Telling telling) {
    Map<String, DocumentReference> documents = new HashMap<>(LaterDocuments.byHash(seen));
    for (Enclosure each : enclosures) {
      if (each.fullUrl() != null && each.resource() instanceof DocumentReference document) {
        DocumentReference named = document.copy();
        named.setId(each.fullUrl());
        LaterDocuments.hashes(document).forEach(hash -> documents.put(hash, named));
      }
    }
    Resource told = telling.of(documents);
    if (told != null) {
      enclosures.add(new Enclosure(told, "urn:uuid:" + UUID.randomUUID()));
    }
  }

  private LaterDocuments.Outcome read(
      AttachmentQuestion asked,
      UploadedContents uploads,
      CaseFile seen,
      CaseFile file,
      Instant now) {
    List<Problem> problems = new ArrayList<>(new AttachmentMatch(file).problems(asked));
    if (file.task().getMeta().getTag(AccessMarks.STATE, AccessMarks.CLOSED) != null) {
      problems.add(
          new Problem(
              "business-rule", "Parameters", "The case is closed; nothing joins it any more."));
    }
    LaterDocuments.Outcome read = null;
    try {
      read = documents.read(attached.later(asked, now), seen, uploads);
    } catch (UnreadableResourceException e) {
      problems.addAll(e.problems());
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems);
    }
    return read;
  }

  /** The case as it will be, to see what it then lacks. */
  private static CaseFile grown(CaseFile file, List<Enclosure> enclosures) {
    Map<String, Resource> resources = file.byReference();
    for (Enclosure each : enclosures) {
      if (each.fullUrl() == null) {
        resources.put(CaseFile.reference(each.resource()), each.resource());
      }
    }
    List<Resource> all = new ArrayList<>(resources.values());
    for (Enclosure each : enclosures) {
      if (each.fullUrl() != null) {
        Resource named = each.resource().copy();
        named.setId("new-" + all.size());
        all.add(named);
      }
    }
    return new CaseFile(file.task(), all);
  }

  /** The arrival as an event, where the records are on their way already and it can be one. */
  private Recorded arrival(
      CaseFile file, ReviewCase known, List<Enclosure> enclosures, Instant now) {
    ReviewPolicy policy = cases.policy(known);
    if (Situation.of(policy, known.facts(), known.events(), EventTime.at(now))
            .timeline()
            .first(policy.vocabulary().event(RECORDS_SENT))
        == null) {
      return null;
    }
    CaseEvent event =
        new CaseEvent(
            CaseEntries.next(file.task()),
            RECEIVED,
            EventTime.at(now),
            PLAN,
            null,
            null,
            null,
            enclosures.get(0).fullUrl());
    try {
      // what reaches this server has reached the plan, whoever sends it
      return cases.record(file, known, new Entry(event, Map.of(), PLAN, false), now);
    } catch (RefusedEventException e) {
      return null;
    }
  }
}
