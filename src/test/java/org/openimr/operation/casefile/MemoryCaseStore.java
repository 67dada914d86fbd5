package org.openimr.operation.casefile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.relation.CaseKeys;
import org.openimr.core.relation.CaseRelation;
import org.openimr.core.relation.CommonGround;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.CaseNumber;
import org.openimr.operation.access.Caller;
import org.openimr.server.security.table.AccessTableReader;
import org.openimr.server.security.table.TableRule;

/** Cases in a map; as strict as the real store about who sees what, without its transactions. */
public final class MemoryCaseStore implements CaseStore {

  private static final TableRule RULE = new TableRule(AccessTableReader.read());

  private final Map<String, Resource> resources = new TreeMap<>();
  private final Map<String, EarlierSubmission> submissions = new HashMap<>();
  private final Map<String, CaseKeys> keys = new TreeMap<>();
  private final List<Resource> history = new ArrayList<>();
  private Date changed;
  private int last;

  public MemoryCaseStore(Date changed) {
    this.changed = changed;
  }

  public int size() {
    return resources.size();
  }

  /** All resources of a type, oldest first. */
  public <T extends Resource> List<T> all(Class<T> type) {
    return resources.values().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .sorted(
            java.util.Comparator.comparingInt(
                each -> Integer.parseInt(each.getIdElement().getIdPart().substring(1))))
        .toList();
  }

  /** All that others than the review organization may come to see, of whatever type. */
  public List<Resource> open() {
    return resources.values().stream().filter(each -> !reviewer(each)).toList();
  }

  /** Stores a resource as somebody would over REST; gives it back as stored. */
  public <T extends Resource> T stored(T resource, String party, String... withheld) {
    Resource copy = resource.copy();
    copy.getMeta().addTag(new Coding(AccessMarks.PARTY, party, null));
    for (String each : withheld) {
      AccessMarks.withhold(copy, each);
    }
    put(copy, "r" + ++last, 1);
    @SuppressWarnings("unchecked")
    T stored = (T) copy;
    return stored;
  }

  /** Stores a resource in the place of another one, or under the name that it has. */
  public void replaced(Resource resource) {
    put(resource.copy(), resource.getIdElement().getIdPart(), 1);
  }

  /** Makes an organization party to a case and to what is stored of it, as CaseParties does. */
  public void joins(String id, String organization) {
    CaseFile file = load(Caller.SERVER, id);
    Set<String> of = AccessMarks.parties(file.task());
    resources.values().stream()
        .filter(each -> AccessMarks.parties(each).equals(of))
        .filter(each -> !reviewer(each))
        .forEach(each -> AccessMarks.add(each, Set.of(organization)));
    // the organization itself is part of the case from now on
    all(Organization.class).stream()
        .filter(each -> organization.equals(each.getIdentifierFirstRep().getValue()))
        .forEach(each -> AccessMarks.add(each, of));
  }

  /** Stores from now on as if it were another time. */
  public void at(Instant time) {
    changed = Date.from(time);
  }

  @Override
  public Optional<CaseFile> load(Caller caller, String id, Instant knownAt) {
    CaseFile now = load(caller, id);
    Map<String, Resource> then = new HashMap<>();
    for (Resource each : history) {
      if (!each.getMeta().getLastUpdated().toInstant().isAfter(knownAt)) {
        then.put(CaseFile.reference(each), each);
      }
    }
    Task task = (Task) then.get(CaseFile.reference(now.task()));
    return task == null
        ? Optional.empty()
        : Optional.of(
            new CaseFile(
                task.copy(),
                now.resources().stream()
                    .map(each -> then.get(CaseFile.reference(each)))
                    .filter(Objects::nonNull)
                    .map(Resource::copy)
                    .toList()));
  }

  @Override
  public CaseFile load(Caller caller, String id) {
    if (!(resources.get("Task/" + id) instanceof Task task) || !sees(caller, task)) {
      throw new NoSuchCaseException();
    }
    return new CaseFile(
        task.copy(),
        resources.values().stream()
            .filter(each -> each != task && !(each instanceof Provenance))
            .filter(each -> !(each instanceof Bundle) && !letter(each) && !reviewer(each))
            .filter(each -> sees(caller, each))
            .map(Resource::copy)
            .toList());
  }

  /** A notice and its letter are no part of the case: no Provenance of it names them. */
  private static boolean letter(Resource resource) {
    return Set.of("Communication", "DocumentReference", "Binary").contains(resource.fhirType())
        && resource.getMeta().getTag(AccessMarks.STATE, AccessMarks.FINAL) != null;
  }

  /** Who reviews is no part of the case: no Provenance of it names reviewers or their seats. */
  private static boolean reviewer(Resource resource) {
    return resource.getMeta().getTag(AccessMarks.WITHHELD, "reviewer-identity") != null;
  }

  private static boolean sees(Caller caller, Resource resource) {
    return caller == Caller.SERVER || RULE.maySee(caller, resource);
  }

  @Override
  public Map<String, Resource> read(Caller caller, Set<String> references) {
    Map<String, Resource> found = new HashMap<>();
    for (String reference : references) {
      Resource resource = resources.get(reference);
      if (resource != null && sees(caller, resource)) {
        found.put(reference, resource.copy());
      }
    }
    return found;
  }

  @Override
  public List<RelatedCase> related(Caller caller, String id) {
    List<RelatedCase> related = new ArrayList<>();
    for (Map.Entry<String, CaseKeys> other : keys.entrySet()) {
      Set<CommonGround> common = keys.get(id).inCommonWith(other.getValue());
      Task task = (Task) resources.get("Task/" + other.getKey());
      if (!other.getKey().equals(id) && !common.isEmpty() && sees(caller, task)) {
        String policy = ((Task) resources.get("Task/" + id)).getInstantiatesUri();
        related.add(
            new RelatedCase(
                task,
                CaseRelation.of(policy, task.getInstantiatesUri(), common).code(),
                common.stream().map(CommonGround::code).toList()));
      }
    }
    return related;
  }

  @Override
  public List<PractitionerRole> roles(Set<String> people, Set<String> identifiers) {
    return all(PractitionerRole.class).stream()
        .filter(
            role ->
                people.contains(role.getPractitioner().getReference())
                    || resources.get(role.getPractitioner().getReference() + "")
                            instanceof Practitioner person
                        && person.getIdentifier().stream()
                            .anyMatch(
                                each ->
                                    identifiers.contains(each.getSystem() + "|" + each.getValue())))
        .map(PractitionerRole::copy)
        .toList();
  }

  @Override
  public List<Task> seats(Set<String> roles) {
    return resources.values().stream()
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(task -> task.getCode().getCodingFirstRep().getCode().equals("imr-seat"))
        .filter(task -> roles.contains(task.getOwner().getReference()))
        .map(Task::copy)
        .toList();
  }

  @Override
  public List<Task> marked(String code, String system, String tag) {
    return resources.values().stream()
        .filter(Task.class::isInstance)
        .map(Task.class::cast)
        .filter(task -> task.getCode().getCodingFirstRep().getCode().equals(code))
        .filter(task -> task.getMeta().getTag(system, tag) != null)
        .map(Task::copy)
        .toList();
  }

  @Override
  public List<String> tracked(Caller caller, Identifier number) {
    Set<String> disputed = new TreeSet<>();
    Set<String> found = new TreeSet<>();
    for (Resource each : resources.values()) {
      Property identifiers = each.getNamedProperty("identifier");
      boolean named =
          identifiers != null
              && identifiers.getValues().stream()
                  .map(Identifier.class::cast)
                  .anyMatch(
                      one ->
                          number.getValue().equals(one.getValue())
                              && (!number.hasSystem()
                                  || number.getSystem().equals(one.getSystem())));
      if (named && each instanceof Task task && task.hasPartOf()) {
        found.add(task.getPartOfFirstRep().getReferenceElement().getIdPart());
      } else if (named) {
        disputed.add(CaseFile.reference(each));
      }
    }
    all(Task.class).stream()
        .filter(CaseFile::isCase)
        .filter(
            task ->
                disputed.contains(CaseFile.reference(task))
                    || disputed.contains(task.getFocus().getReference()))
        .forEach(task -> found.add(task.getIdElement().getIdPart()));
    return found.stream().filter(id -> sees(caller, resources.get("Task/" + id))).toList();
  }

  @Override
  public Optional<EarlierSubmission> submission(
      String organization, SubmissionIdentifier identifier) {
    return Optional.ofNullable(submissions.get(organization + identifier));
  }

  @Override
  public CaseFile submit(NewSubmission submission) {
    Bundle transaction = submission.newCase().transaction().copy();
    CaseNumber.put(transaction, "2026-000001");
    Bundle stored = store(transaction);
    Task task =
        stored.getEntry().stream()
            .map(BundleEntryComponent::getResource)
            .filter(each -> each instanceof Task found && !found.hasPartOf())
            .map(Task.class::cast)
            .findFirst()
            .orElseThrow();
    String id = task.getIdElement().getIdPart();
    keys.put(id, submission.newCase().keys());
    submissions.put(
        submission.organization() + submission.identifier(),
        new EarlierSubmission(id, submission.contentSha256()));
    return load(new Caller("test", "plan", submission.organization()), id);
  }

  @Override
  public Bundle issue(Bundle packet, Bundle changes) {
    store(changes.copy());
    put(packet.copy(), packet.getIdElement().getIdPart(), 1);
    return (Bundle) resources.get("Bundle/" + packet.getIdElement().getIdPart()).copy();
  }

  @Override
  public <T> T holding(String id, java.util.function.Supplier<T> work) {
    return work.get();
  }

  @Override
  public void saveWithTags(Caller caller, Bundle changes) {
    save(caller, changes);
  }

  @Override
  public void save(Caller caller, Bundle changes) {
    for (BundleEntryComponent entry : changes.getEntry()) {
      Resource before = resources.get(entry.getRequest().getUrl());
      if (entry.getRequest().hasIfMatch()
          && !entry
              .getRequest()
              .getIfMatch()
              .equals("W/\"" + (before == null ? "0" : before.getMeta().getVersionId()) + "\"")) {
        throw new StaleCaseException();
      }
    }
    store(changes.copy());
  }

  private Bundle store(Bundle transaction) {
    Map<String, String> names = new HashMap<>();
    List<String> ids = new ArrayList<>();
    for (BundleEntryComponent entry : transaction.getEntry()) {
      String url = entry.getRequest().getUrl();
      String id = url.contains("/") ? url.substring(url.indexOf('/') + 1) : "r" + ++last;
      ids.add(id);
      names.put(entry.getFullUrl(), entry.getResource().fhirType() + "/" + id);
    }
    for (int i = 0; i < ids.size(); i++) {
      Resource resource = transaction.getEntry().get(i).getResource();
      rename(resource, names);
      Resource before = resources.get(resource.fhirType() + "/" + ids.get(i));
      int version = before == null ? 1 : Integer.parseInt(before.getMeta().getVersionId()) + 1;
      put(resource, ids.get(i), version);
    }
    return transaction;
  }

  private void put(Resource resource, String id, int version) {
    resource.setIdElement(new IdType(resource.fhirType(), id, String.valueOf(version)));
    resource.getMeta().setVersionId(String.valueOf(version)).setLastUpdated(changed);
    resources.put(resource.fhirType() + "/" + id, resource);
    history.add(resource.copy());
  }

  private static void rename(Base element, Map<String, String> names) {
    if (element instanceof Reference reference
        && reference.hasReference()
        && names.containsKey(reference.getReference())) {
      reference.setReference(names.get(reference.getReference()));
    } else if (element instanceof Attachment attachment && names.containsKey(attachment.getUrl())) {
      attachment.setUrl(names.get(attachment.getUrl()));
    }
    for (Property property : element.children()) {
      property.getValues().forEach(child -> rename(child, names));
    }
  }
}
