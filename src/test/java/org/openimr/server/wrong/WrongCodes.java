package org.openimr.server.wrong;

import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.openimr.server.wrong.Elements.Element;
import org.openimr.server.wrong.Mistake.Kind;

/** Puts codes and systems that do not exist in place of those that do. */
final class WrongCodes {

  private static final String OURS = "https://openimr.org/fhir/CodeSystem/";

  private WrongCodes() {}

  static List<Mistake> in(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Element element : Elements.of(bundle)) {
      boolean listed =
          element.child() instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition;
      if (listed) {
        mistakes.add(
            Mistake.of(
                Kind.CODE,
                "an unknown " + element.kind(),
                element.path(),
                tree -> element.put(tree, TextNode.valueOf("unheard-of"))));
      }
      if (element.in(bundle) instanceof ObjectNode coding
          && coding.path("system").isTextual()
          && coding.path("code").isTextual()) {
        coding(element, coding.path("system").asText()).forEach(mistakes::add);
      }
    }
    return mistakes;
  }

  private static List<Mistake> coding(Element element, String system) {
    // the concept is to blame, or its coding
    String place = element.path().replaceFirst("\\.coding\\[\\d+]$", "");
    String short_ = system.substring(system.lastIndexOf('/') + 1);
    Mistake code =
        Mistake.of(
            Kind.CODE,
            "no code of " + short_ + " as " + element.kind(),
            place,
            tree -> ((ObjectNode) element.in(tree)).put("code", "no-such-code"));
    if (system.startsWith(OURS)) {
      Mistake misspelt =
          Mistake.of(
              Kind.CODE,
              "a misspelt system for " + short_ + " as " + element.kind(),
              place,
              tree -> ((ObjectNode) element.in(tree)).put("system", system + "s"));
      return List.of(code, misspelt);
    }
    boolean held =
        system.startsWith("http://terminology.hl7.org/CodeSystem/")
            || system.startsWith("http://hl7.org/fhir/")
                && !system.contains("/sid/")
                && !system.startsWith("http://hl7.org/fhir/us/")
            || Set.of("http://unitsofmeasure.org", "urn:ietf:bcp:47").contains(system);
    return held
        ? List.of(code)
        : List.of(code.acceptable("lists of others are not held here, their codes are carried"));
  }
}
