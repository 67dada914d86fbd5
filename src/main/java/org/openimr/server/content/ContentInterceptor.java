package org.openimr.server.content;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.IPreResourceShowDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.content.ContentElement;
import org.openimr.fhir.content.ContentElements;
import org.openimr.fhir.content.StoredContent;
import org.openimr.server.http.Outcomes;
import org.openimr.server.http.retrieval.RawBinary;
import org.openimr.server.http.retrieval.UnchangedReads;

/**
 * Takes large contents out of what is stored, and puts them back into what is shown, so that nobody
 * else has to know where they are kept.
 *
 * <p>It hangs on the store itself. Only the server names contents: a name that a client sends is
 * refused, unless the resource had it before.
 */
@Interceptor
public final class ContentInterceptor {

  /** Others look at contents, and add to them, before. */
  private static final int LAST = 1_000_000;

  private static final int FIRST = -1_000_000;

  // after what is withheld, before what is masked
  private static final int BEFORE_MASKS = -50;

  private static final String TAKEN_OUT = ContentInterceptor.class.getName();

  private final ContentStore store;
  private final ContentUses uses;
  private final ContentProof proof;
  private final ContentReading reading;
  private final long threshold;

  /**
   * Makes it.
   *
   * @param threshold larger contents are taken out, in bytes
   */
  ContentInterceptor(
      ContentStore store,
      ContentUses uses,
      ContentProof proof,
      ContentReading reading,
      long threshold) {
    this.store = store;
    this.uses = uses;
    this.proof = proof;
    this.reading = reading;
    this.threshold = threshold;
  }

  /** Takes the contents out of a new resource. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = LAST)
  public void takeOut(IBaseResource resource) {
    takeOut((Resource) resource, Set.of());
  }

  /** Takes the contents out of a changed resource. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = LAST)
  public void takeOut(IBaseResource before, IBaseResource after) {
    Set<StoredContent> known = new HashSet<>();
    ContentElements.of((Resource) before).forEach(each -> each.content().ifPresent(known::add));
    takeOut((Resource) after, known);
  }

  private void takeOut(Resource resource, Set<StoredContent> known) {
    // written once more, after a transaction that failed
    restore(takenOut(resource));
    List<TakenOut> taken = new ArrayList<>();
    boolean apart = ContentElements.apart(resource);
    // in a type whose contents stay within, nobody may name one either: it may get into a packet
    for (ContentElement element : ContentElements.within(resource)) {
      byte[] bytes = element.bytes();
      String text = element.text();
      if (text != null) {
        StoredContent content = element.content().orElse(null);
        if (bytes != null
            || content == null
            || !known.contains(content) && !proof.holds(content, text)) {
          throw foreign();
        }
        boolean lost = element.lost();
        element.store(content);
        taken.add(new TakenOut(element, null, content, lost));
      } else if (apart && bytes != null && bytes.length > threshold) {
        StoredContent content = keep(bytes);
        element.store(content);
        taken.add(new TakenOut(element, bytes, content, false));
      }
    }
    if (!taken.isEmpty()) {
      resource.setUserData(TAKEN_OUT, taken);
    }
  }

  private StoredContent keep(byte[] bytes) {
    try {
      return store.put(new ByteArrayInputStream(bytes));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static RuntimeException foreign() {
    return Outcomes.refusal(
        422,
        IssueType.BUSINESSRULE,
        "The extension imr-stored-content is written by the server alone.",
        null);
  }

  /** Notes what a new version holds, and gives the resource its contents back. */
  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED, order = FIRST)
  public void created(IBaseResource resource) {
    putBack((Resource) resource);
  }

  /** The same of a changed one. */
  @Hook(value = Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED, order = FIRST)
  public void updated(IBaseResource before, IBaseResource after) {
    putBack((Resource) after);
  }

  private void putBack(Resource resource) {
    List<TakenOut> taken = takenOut(resource);
    if (taken.isEmpty()) {
      return;
    }
    IdType id = new IdType(resource.fhirType(), resource.getIdElement().getIdPart());
    String version = resource.getIdElement().getVersionIdPart();
    uses.note(
        id.withVersion(version == null ? resource.getMeta().getVersionId() : version),
        taken.stream().map(TakenOut::content).toList());
    restore(taken);
  }

  @SuppressWarnings("unchecked")
  private static List<TakenOut> takenOut(Resource resource) {
    List<TakenOut> taken = (List<TakenOut>) resource.getUserData(TAKEN_OUT);
    resource.clearUserData(TAKEN_OUT);
    return taken == null ? List.of() : taken;
  }

  private void restore(List<TakenOut> taken) {
    for (TakenOut each : taken) {
      if (each.bytes() == null) {
        each.element().hold(proof.text(each.content()), each.lost());
      } else {
        each.element().put(each.bytes());
      }
    }
  }

  /** Puts the contents into what is about to be shown. */
  @Hook(value = Pointcut.STORAGE_PRESHOW_RESOURCES, order = BEFORE_MASKS)
  public void show(IPreResourceShowDetails shown, RequestDetails request) {
    boolean client = request instanceof ServletRequestDetails;
    for (int i = 0; i < shown.size(); i++) {
      if (shown.getResource(i) instanceof Resource resource) {
        show(resource, client, request);
      }
    }
  }

  private void show(Resource resource, boolean client, RequestDetails request) {
    if (!client || resource instanceof Bundle && FilledAnswers.awaited(request)) {
      reading.name(resource);
    } else if (!(resource instanceof Binary) || !RawBinary.asked(request)) {
      RestOperationTypeEnum kind = request.getRestOperationType();
      boolean alone = kind == RestOperationTypeEnum.READ || kind == RestOperationTypeEnum.VREAD;
      if (UnchangedReads.unchanged(request, resource)) {
        reading.name(resource);
      } else if (FilledAnswers.announced(request)) {
        reading.announce(resource, alone);
      } else {
        reading.show(resource, alone);
      }
    }
  }

  private record TakenOut(
      ContentElement element, byte[] bytes, StoredContent content, boolean lost) {}
}
