package org.openimr.server.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Linkage;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.server.audit.CaseDirectory.Membership;
import org.openimr.server.store.hapi.ServedTypes;

/** Of which patients resources tell, and of which of their cases. */
final class Subjects {

  /** Stands for the patient where there is none. */
  static final String NOBODY = "";

  private static final String CASE_TYPE = "https://openimr.org/fhir/CodeSystem/imr-task-type";
  private static final List<String> ELEMENTS = List.of("subject", "patient", "for", "beneficiary");

  /** Of these many cases know, or none; whose they are is in themselves. */
  private static final Set<String> SHARED =
      Set.of(
          "AuditEvent",
          "Coverage",
          "Device",
          "Endpoint",
          "HealthcareService",
          "Location",
          "Medication",
          "Organization",
          "Patient",
          "Practitioner",
          "PractitionerRole",
          "RelatedPerson");

  private static final Set<Bundle.BundleType> ANSWERS =
      EnumSet.of(
          Bundle.BundleType.SEARCHSET,
          Bundle.BundleType.HISTORY,
          Bundle.BundleType.BATCHRESPONSE,
          Bundle.BundleType.TRANSACTIONRESPONSE);

  private final CaseDirectory directory;

  Subjects(CaseDirectory directory) {
    this.directory = directory;
  }

  /** The cases of resources by their patients; a case or patient that is not known is left out. */
  Map<String, Set<String>> of(Collection<? extends Resource> resources) {
    Map<Resource, Set<String>> lookedFor = new HashMap<>();
    Set<String> all = new HashSet<>();
    for (Resource resource : resources) {
      Set<String> references = lookedFor(resource);
      lookedFor.put(resource, references);
      all.addAll(references);
    }
    Map<String, Set<Membership>> found = all.isEmpty() ? Map.of() : directory.of(all);
    Map<String, Set<String>> subjects = new TreeMap<>();
    for (Resource resource : resources) {
      Set<String> patients = patients(resource);
      patients.forEach(patient -> add(subjects, patient, null));
      Set<Membership> cases = new HashSet<>(own(resource));
      lookedFor.get(resource).forEach(one -> cases.addAll(found.getOrDefault(one, Set.of())));
      for (Membership one : cases) {
        String only = patients.size() == 1 ? patients.iterator().next() : NOBODY;
        add(subjects, one.patient().isEmpty() ? only : one.patient(), one.caseReference());
      }
    }
    return subjects;
  }

  /** The same of resources that are known by their references alone. */
  Map<String, Set<String>> ofReference(String reference) {
    Map<String, Set<String>> subjects = new TreeMap<>();
    String type = reference.split("/", 2)[0];
    if (type.equals("Patient")) {
      add(subjects, reference, null);
    } else if (!SHARED.contains(type) && ServedTypes.CASE_RECORDS.contains(type)) {
      directory
          .of(List.of(reference))
          .getOrDefault(reference, Set.of())
          .forEach(one -> add(subjects, one.patient(), one.caseReference()));
    }
    return subjects;
  }

  /** The cases of Tasks, each with its patient; a Task of no known case stands for itself. */
  Map<String, String> ofTasks(Collection<String> references) {
    Map<String, Set<Membership>> found = directory.of(references);
    Map<String, String> cases = new TreeMap<>();
    for (String reference : references) {
      Set<Membership> known = found.getOrDefault(reference, Set.of());
      if (known.isEmpty()) {
        cases.put(reference, NOBODY);
      }
      known.forEach(one -> cases.put(one.caseReference(), one.patient()));
    }
    return cases;
  }

  static void add(Map<String, Set<String>> subjects, String patient, String caseReference) {
    Set<String> cases = subjects.computeIfAbsent(patient, one -> new TreeSet<>());
    if (caseReference != null) {
      cases.add(caseReference);
    }
  }

  /** A resource, or those within it that are resources of their own. */
  static List<Resource> within(Resource resource) {
    List<Resource> found = new ArrayList<>();
    if (resource instanceof Parameters parameters) {
      parameters.getParameter().forEach(part -> within(part, found));
    } else if (resource instanceof Bundle bundle) {
      bundle.getEntry().stream()
          .filter(Bundle.BundleEntryComponent::hasResource)
          .forEach(entry -> found.addAll(within(entry.getResource())));
    }
    if (resource != null && ServedTypes.CASE_RECORDS.contains(resource.fhirType())) {
      found.add(resource);
    }
    return found;
  }

  private static void within(Parameters.ParametersParameterComponent part, List<Resource> found) {
    if (part.hasResource()) {
      found.addAll(within(part.getResource()));
    }
    part.getPart().forEach(inner -> within(inner, found));
  }

  static boolean isCase(Resource resource) {
    return resource instanceof Task task && task.getCode().hasCoding(CASE_TYPE, "imr-case");
  }

  /** The cases that a task is or belongs to. */
  private static Set<Membership> own(Resource resource) {
    Set<Membership> own = new HashSet<>();
    if (resource instanceof Task task) {
      String patient = relative(task.getFor(), "Patient");
      if (isCase(task)) {
        own.add(new Membership(reference(task), patient));
      }
      for (Reference whole : task.getPartOf()) {
        String reference = relative(whole, "Task");
        if (!reference.isEmpty()) {
          own.add(new Membership(reference, patient));
        }
      }
    }
    return own;
  }

  /** By which references a resource's cases can be found. */
  private static Set<String> lookedFor(Resource resource) {
    Set<String> references = new TreeSet<>();
    if (resource instanceof Provenance provenance) {
      provenance.getTarget().forEach(target -> references.add(relative(target, "Task")));
    } else if (resource instanceof Linkage linkage) {
      linkage.getItem().forEach(item -> references.add(relative(item.getResource(), "Task")));
    } else if (!(resource instanceof Task)
        && !isAnswer(resource)
        && !SHARED.contains(resource.fhirType())
        && resource.getIdElement().hasIdPart()) {
      references.add(reference(resource));
    }
    references.remove("");
    return references;
  }

  /** Whether it is a Bundle around what is answered, which is stored nowhere. */
  private static boolean isAnswer(Resource resource) {
    return resource instanceof Bundle bundle && ANSWERS.contains(bundle.getType());
  }

  private static Set<String> patients(Resource resource) {
    Set<String> patients = new TreeSet<>();
    if (resource.fhirType().equals("Patient") && resource.getIdElement().hasIdPart()) {
      patients.add(reference(resource));
    } else if (resource instanceof Provenance provenance) {
      provenance.getTarget().forEach(target -> patients.add(relative(target, "Patient")));
    } else if (resource instanceof Group group) {
      group.getMember().forEach(member -> patients.add(relative(member.getEntity(), "Patient")));
    } else {
      for (String element : ELEMENTS) {
        Property property = resource.getChildByName(element);
        if (property != null) {
          for (Base value : property.getValues()) {
            patients.add(value instanceof Reference to ? relative(to, "Patient") : "");
          }
        }
      }
    }
    patients.remove("");
    return patients;
  }

  static String reference(Resource resource) {
    return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }

  private static String relative(Reference reference, String type) {
    IdType id = new IdType(reference.getReference());
    return type.equals(id.getResourceType()) && id.hasIdPart() && id.getIdPart().length() <= 64
        ? type + "/" + id.getIdPart()
        : "";
  }
}
