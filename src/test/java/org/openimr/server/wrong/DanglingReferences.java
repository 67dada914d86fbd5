package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openimr.server.wrong.Elements.Element;
import org.openimr.server.wrong.Mistake.Kind;

/** Lets references point to nothing. */
final class DanglingReferences {

  private static final List<String> NOWHERE =
      List.of(
          "urn:uuid:00000000-0000-4000-8000-000000000000",
          "Patient/no-such-id",
          "https://elsewhere.example/fhir/Patient/1",
          "#no-such-part",
          "nonsense");

  private DanglingReferences() {}

  static List<Mistake> in(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    List<Element> elements = Elements.of(bundle);
    for (Element element : elements) {
      if (element.in(bundle) instanceof ObjectNode object) {
        if (object.path("reference").isTextual()) {
          NOWHERE.forEach(target -> mistakes.add(changed(element, "reference", target)));
        }
        if (object.path("url").isTextual() && element.kind().endsWith("attachment")) {
          NOWHERE.forEach(target -> mistakes.add(changed(element, "url", target)));
        }
      }
      if (element.kind().equals("Bundle.entry.fullUrl")) {
        mistakes.addAll(renamed(element, bundle, elements));
      }
    }
    return mistakes;
  }

  private static Mistake changed(Element element, String name, String target) {
    return Mistake.of(
        Kind.DANGLING,
        target.replaceFirst("00000000.*", "…") + " as " + element.kind() + "." + name,
        element.path() + "." + name,
        tree -> ((ObjectNode) element.in(tree)).put(name, target));
  }

  /** An entry gets another name, so that all that point to it point to nothing. */
  private static List<Mistake> renamed(Element url, ObjectNode bundle, List<Element> elements) {
    String name = url.in(bundle).asText();
    List<String> pointing =
        elements.stream()
            .filter(each -> each.kind().endsWith(".reference"))
            .filter(each -> each.in(bundle).asText().equals(name))
            .map(Element::path)
            .toList();
    if (pointing.isEmpty()) {
      return List.of();
    }
    String type =
        bundle.at(url.pointer().replaceFirst("/fullUrl$", "/resource/resourceType")).asText();
    return List.of(
        Mistake.of(
                Kind.DANGLING,
                "another fullUrl for a " + type,
                pointing.get(0),
                tree ->
                    ((ObjectNode) tree.at(url.pointer().replaceFirst("/fullUrl$", "")))
                        .put("fullUrl", "urn:uuid:99999999-0000-4000-8000-000000000000"))
            .blaming(pointing));
  }
}
