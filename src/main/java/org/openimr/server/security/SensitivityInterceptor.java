package org.openimr.server.security;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.model.util.JpaConstants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.sensitivity.LoneSensitivity;
import org.openimr.fhir.sensitivity.SecurityLabels;
import org.openimr.fhir.sensitivity.SensitivityRules;
import org.openimr.operation.access.Caller;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Labels sensitive information that clients write by themselves, outside of a submission, and keeps
 * the labels that are there: a client may add labels, and take none away.
 *
 * <p>What the server writes on its own account was labelled where it was made.
 */
@Interceptor
public final class SensitivityInterceptor {

  /** Lets the store take away the labels that an update does not have. */
  private static final String LABELS = "SECURITY_LABEL";

  private final LoneSensitivity sensitivity;
  private final AccessRule rule;
  private final DaoRegistry store;
  private final Clock clock;

  /** Labels by these rules what is written to this store. */
  public SensitivityInterceptor(
      SensitivityRules rules, AccessRule rule, DaoRegistry store, Clock clock) {
    this.sensitivity = new LoneSensitivity(rules);
    this.rule = rule;
    this.store = store;
    this.clock = clock;
  }

  /** Labels a new resource. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
  public void labelNew(IBaseResource resource, RequestDetails request) {
    if (StoreAccessInterceptor.onOwnAccount(request)) {
      return;
    }
    label(resource, Caller.of(request));
  }

  /** Labels a changed resource, with what it was labelled with before. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
  public void labelChanged(IBaseResource before, IBaseResource after, RequestDetails request) {
    if (StoreAccessInterceptor.onOwnAccount(request)) {
      return;
    }
    // who owns labels corrects them; the rules come after, so that it cannot go below those
    if (rule.takesLabelsAway(Caller.of(request))) {
      request.addHeader(JpaConstants.HEADER_META_SNAPSHOT_MODE, LABELS);
    } else {
      SecurityLabels.copy((Resource) before, (Resource) after);
    }
    label(after, Caller.of(request));
  }

  private void label(IBaseResource written, Caller caller) {
    if (!ServedTypes.CASE_RECORDS.contains(written.fhirType())) {
      return;
    }
    // a day more or less changes no age that matters
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<String> contents =
        sensitivity.label((Resource) written, today, reference -> read(reference, caller));
    for (String content : contents) {
      read(content, caller)
          .filter(Binary.class::isInstance)
          .ifPresent(binary -> labelContent((Resource) written, (Binary) binary));
    }
  }

  private void labelContent(Resource document, Binary binary) {
    Binary labelled = binary.copy();
    // those that stand on the document alone as well, such as privilege
    SecurityLabels.add(labelled.getMeta().getSecurity(), SecurityLabels.of(document));
    if (labelled.getMeta().getSecurity().size() > binary.getMeta().getSecurity().size()) {
      store.getResourceDao(Binary.class).update(labelled, new SystemRequestDetails());
    }
    // what names it makes it a part of what that belongs to
    if (AccessMarks.withheld(binary, AccessMarks.OF_NO_CASE)) {
      Meta mark = new Meta();
      mark.addTag(new Coding(AccessMarks.WITHHELD, AccessMarks.OF_NO_CASE, null));
      store
          .getResourceDao(Binary.class)
          .metaDeleteOperation(
              binary.getIdElement().toUnqualifiedVersionless(), mark, new SystemRequestDetails());
    }
  }

  /** A stored resource that the caller is party to; labels of others' tell nobody anything. */
  private Optional<Resource> read(String reference, Caller caller) {
    IdType id = new IdType(reference);
    if (!id.hasResourceType()
        || !id.hasIdPart()
        || id.isAbsolute()
        || !ServedTypes.CASE_RECORDS.contains(id.getResourceType())) {
      return Optional.empty();
    }
    try {
      Resource found =
          (Resource)
              store
                  .getResourceDao(id.getResourceType())
                  .read(id.toUnqualifiedVersionless(), new SystemRequestDetails());
      return rule.maySee(caller, found) ? Optional.of(found) : Optional.empty();
    } catch (ResourceNotFoundException | ResourceGoneException e) {
      return Optional.empty();
    }
  }
}
