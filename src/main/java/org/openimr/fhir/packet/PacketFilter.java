package org.openimr.fhir.packet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.CaseFile;

/**
 * Takes out of a case what a recipient does not get: what is withheld from it, with its contents
 * and what shares them, and, of a packet of what came late, what was there before.
 */
final class PacketFilter {

  private final Map<String, String> withheld = new LinkedHashMap<>();

  /** The contents that are withheld, by SHA-256, whoever sent them once more. */
  private final Map<String, String> same = new HashMap<>();

  private final Set<String> gone = new HashSet<>();
  private final CaseFile file;
  private final NotesAuthorization notes;

  PacketFilter(
      CaseFile file,
      String recipient,
      Instant since,
      Set<String> held,
      PacketView view,
      NotesAuthorization notes) {
    this.notes = notes;
    for (Resource resource : file.resources()) {
      view.withheld(recipient, resource).stream()
          .filter(why -> !notes.lifts(why, resource))
          .findFirst()
          .ifPresent(why -> withhold(resource, why));
    }
    share(file);
    for (Resource resource : file.resources()) {
      if (resource instanceof DocumentReference document
          && (!after(document, since) || held.contains(EarlierPackets.identity(document)))) {
        gone.add(CaseFile.reference(document));
        gone.addAll(contents(document));
      }
    }
    // what is brought keeps the contents that it shares with what is not
    for (Resource resource : file.resources()) {
      if (resource instanceof DocumentReference document
          && !gone.contains(CaseFile.reference(document))) {
        contents(document).forEach(gone::remove);
      }
    }
    gone.addAll(withheld.keySet());
    this.file =
        new CaseFile(
            file.task(),
            file.resources().stream()
                .filter(each -> !gone.contains(CaseFile.reference(each)))
                .toList());
  }

  private void withhold(Resource resource, String why) {
    withheld.put(CaseFile.reference(resource), why);
    if (resource instanceof DocumentReference document) {
      contents(document).forEach(content -> withheld.putIfAbsent(content, why));
      hashes(document).forEach(hash -> same.putIfAbsent(hash, why));
    }
  }

  private static List<String> hashes(DocumentReference document) {
    return document.getContent().stream()
        .map(content -> AnnotatedList.sha256(content.getAttachment()))
        .filter(hash -> !hash.isEmpty())
        .toList();
  }

  /** What shows a content that is withheld is withheld as well. */
  private void share(CaseFile file) {
    boolean more = true;
    while (more) {
      int before = withheld.size();
      for (Resource resource : file.resources()) {
        if (resource instanceof DocumentReference document
            && !withheld.containsKey(CaseFile.reference(document))) {
          contents(document).stream()
              .filter(withheld::containsKey)
              .map(withheld::get)
              .findFirst()
              .or(
                  () ->
                      hashes(document).stream()
                          .filter(same::containsKey)
                          .map(same::get)
                          .findFirst())
              .ifPresent(why -> withhold(document, why));
        }
      }
      more = withheld.size() > before;
    }
  }

  private static boolean after(DocumentReference document, Instant since) {
    return since == null
        || !document.getMeta().hasLastUpdated()
        || document.getMeta().getLastUpdated().toInstant().isAfter(since);
  }

  private static List<String> contents(DocumentReference document) {
    List<String> contents = new ArrayList<>();
    for (DocumentReferenceContentComponent content : document.getContent()) {
      if (content.getAttachment().hasUrl()) {
        contents.add(content.getAttachment().getUrl());
      }
    }
    return contents;
  }

  /** The case as the recipient gets it. */
  CaseFile file() {
    return file;
  }

  /** The Consent by which each document is in it that would be withheld else. */
  Map<String, String> authorized() {
    Map<String, String> authorized = new LinkedHashMap<>();
    for (Resource resource : file.resources()) {
      String consent = notes.covering(CaseFile.reference(resource));
      if (consent != null && resource instanceof DocumentReference) {
        authorized.put(CaseFile.reference(resource), consent);
      }
    }
    return authorized;
  }

  /** What is withheld, each with the class for which it is. */
  Map<String, String> withheld() {
    return withheld;
  }
}
