package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openimr.server.wrong.Elements.Element;
import org.openimr.server.wrong.Mistake.Kind;

/**
 * Lets parts of a case be about another patient, or come from another organization.
 *
 * @param ownPatient a stored Patient of the organization that submits
 * @param othersPatient a stored Patient of another organization
 * @param othersOrganization a stored Organization that another organization sent
 */
record Strangers(String ownPatient, String othersPatient, String othersOrganization) {

  private static final String NAME = "urn:uuid:33333333-0000-4000-8000-000000000003";
  private static final Set<String> MEMBER = Set.of("patient", "subject", "beneficiary", "for");

  List<Mistake> in(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    List<Element> elements = Elements.of(bundle);
    for (Element element : elements) {
      if (pointsTo(element, bundle, elements, "Patient") && MEMBER.contains(last(element))) {
        patients.add(element.path());
      }
    }
    for (Element element : elements) {
      if (element.kind().equals("Organization.identifier.value") && ofThePlan(element, bundle)) {
        mistakes.add(
            Mistake.of(
                Kind.ORGANIZATION,
                "a case of another plan than the one that submits it",
                element.path(),
                tree -> element.put(tree, TextNode.valueOf("another-plan"))));
      }
      if (pointsTo(element, bundle, elements, "Patient") && MEMBER.contains(last(element))) {
        mistakes.addAll(patient(element, patients));
      }
      if (pointsTo(element, bundle, elements, "Organization")) {
        mistakes.add(
            changed(Kind.ORGANIZATION, "one of another's as ", element, othersOrganization));
      }
    }
    return mistakes;
  }

  private List<Mistake> patient(Element element, List<String> patients) {
    List<String> blamed =
        element.kind().equals("Task.for")
            ? patients.stream().filter(each -> !each.equals(element.path())).toList()
            : List.of(element.path());
    return List.of(
        changed(Kind.PATIENT, "one more in the Bundle as ", element, NAME)
            .also(Strangers::addPatient)
            .blaming(blamed),
        changed(Kind.PATIENT, "one stored before as ", element, ownPatient).blaming(blamed),
        changed(Kind.PATIENT, "one of another organization as ", element, othersPatient));
  }

  private static Mistake changed(Kind kind, String name, Element element, String target) {
    return Mistake.of(
        kind,
        name + element.kind(),
        element.path(),
        tree -> ((ObjectNode) element.in(tree)).put("reference", target));
  }

  private static void addPatient(ObjectNode tree) {
    Duplicates.entries(tree)
        .addObject()
        .put("fullUrl", NAME)
        .putObject("resource")
        .put("resourceType", "Patient")
        .put("birthDate", "1970-01-01");
  }

  private static boolean ofThePlan(Element identifier, ObjectNode bundle) {
    String system = identifier.pointer().replaceFirst("value$", "system");
    String type = identifier.pointer().replaceFirst("/identifier/.*", "/type/0/coding/0/code");
    return bundle.at(system).asText().equals("https://openimr.org/fhir/sid/organization")
        && bundle.at(type).asText().equals("plan");
  }

  private static boolean pointsTo(
      Element element, ObjectNode bundle, List<Element> elements, String type) {
    String name = element.in(bundle).path("reference").asText();
    return !name.isEmpty()
        && elements.stream()
            .anyMatch(
                each ->
                    each.kind().equals("Bundle.entry.fullUrl")
                        && each.in(bundle).asText().equals(name)
                        && bundle
                            .at(each.pointer().replaceFirst("fullUrl$", "resource/resourceType"))
                            .asText()
                            .equals(type));
  }

  private static String last(Element element) {
    return element.kind().substring(element.kind().lastIndexOf('.') + 1);
  }
}
