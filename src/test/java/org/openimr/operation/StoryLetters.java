package org.openimr.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.notice.KnownNotice;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.HeldCases;
import org.openimr.operation.casefile.MemoryCaseStore;
import org.openimr.operation.notice.MemoryNotices;

/** The letters of a story: drafted after each step, as they are when a server runs, and sent. */
final class StoryLetters {

  private static final String DUE = "https://openimr.org/fhir/StructureDefinition/imr-notice-due";
  private static final String MISSING =
      "https://openimr.org/fhir/StructureDefinition/imr-notice-missing";

  private final MemoryCaseStore store;
  private final MemoryNotices known;
  private final String id;

  StoryLetters(MemoryCaseStore store, String id) {
    this.store = store;
    this.known = new MemoryNotices(store);
    this.id = id;
  }

  /** Drafts what the case owes at a time. */
  void draft(Clock clock) {
    known.take(HeldCases.notices(store).changes(id, known.ofCase(id), clock.instant()));
  }

  /** What waits to be sent, or to have its facts: kind, recipient, languages, due time, lacks. */
  Set<String> waiting() {
    return all()
        .filter(
            each ->
                each.getStatus() == CommunicationStatus.PREPARATION
                    || each.getStatus() == CommunicationStatus.ONHOLD)
        .map(this::told)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** What went out: kind, recipient, way and time. */
  Set<String> sent() {
    return all()
        .filter(each -> each.getStatus() == CommunicationStatus.COMPLETED)
        .map(
            each ->
                name(each)
                    + " by "
                    + each.getMediumFirstRep().getCodingFirstRep().getCode()
                    + " "
                    + each.getSentElement().getValueAsString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private java.util.stream.Stream<Communication> all() {
    return known.ofCase(id).stream()
        .map(each -> read(Communication.class, "Communication/" + each.communication()));
  }

  private String told(Communication notice) {
    StringBuilder told = new StringBuilder(name(notice));
    if (notice.hasPayload()) {
      String languages =
          document(notice).getContent().stream()
              .map(each -> each.getAttachment().getLanguage())
              .distinct()
              .collect(Collectors.joining(" "));
      told.append(" in ").append(languages);
    }
    String reason = notice.getStatusReason().getCodingFirstRep().getCode();
    if (reason != null && !reason.equals("missing-facts")) {
      told.append(", ").append(reason);
    }
    if (notice.hasExtension(DUE)) {
      told.append(", due ")
          .append(((PrimitiveType<?>) notice.getExtensionByUrl(DUE).getValue()).asStringValue());
    }
    if (notice.hasExtension(MISSING)) {
      told.append(", lacks ")
          .append(
              notice.getExtensionsByUrl(MISSING).stream()
                  .map(each -> each.getValue().primitiveValue())
                  .collect(Collectors.joining(" ")));
    }
    return told.toString();
  }

  private String name(Communication notice) {
    KnownNotice found = known.find(notice.getIdElement().getIdPart()).orElseThrow();
    return found.kind() + " to " + found.recipient();
  }

  /** Sends a kind of notice, to each recipient that the step names. */
  @SuppressWarnings("unchecked")
  void send(Map<String, Object> step, Clock clock, Sender sender) {
    for (String to : (List<String>) step.get("to")) {
      Communication notice =
          all()
              .filter(each -> each.getStatus() == CommunicationStatus.PREPARATION)
              .filter(each -> name(each).equals(step.get("send") + " to " + to))
              .findFirst()
              .orElseThrow(
                  () -> new AssertionError("no draft of " + step.get("send") + " to " + to));
      Parameters answer =
          HeldCases.sending(store, known, clock)
              .send(
                  new IdType("Communication", notice.getIdElement().getIdPart()),
                  sender.request(notice.getMeta().getVersionId()));
      Communication sent = (Communication) answer.getParameter("notice").getResource();
      List<String> pages = pages(sent);
      assertThat(pages).as("the letter of " + name(sent)).isNotEmpty();
      ((List<String>) step.getOrDefault("says", List.of()))
          .forEach(said -> assertThat(pages).anyMatch(page -> page.contains(said)));
      assertThat(pages)
          .as("no letter names a reviewer (P28)")
          .noneMatch(page -> page.contains("Quist") || page.contains("Rowan"));
    }
  }

  private List<String> pages(Communication notice) {
    return document(notice).getContent().stream()
        .map(each -> each.getAttachment())
        .filter(each -> each.getContentType().equals("text/html"))
        .map(each -> read(Binary.class, each.getUrl()))
        .map(each -> new String(each.getData(), java.nio.charset.StandardCharsets.UTF_8))
        .toList();
  }

  private DocumentReference document(Communication notice) {
    return read(
        DocumentReference.class, notice.getPayloadFirstRep().getContentReference().getReference());
  }

  private <T extends Resource> T read(Class<T> type, String reference) {
    return type.cast(store.read(Caller.SERVER, Set.of(reference)).get(reference));
  }

  /** Who sends, for a version of the notice. */
  interface Sender {

    /** The request. */
    ca.uhn.fhir.rest.api.server.SystemRequestDetails request(String version);
  }
}
