package org.openimr.server.wrong;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.openimr.server.wrong.Elements.Element;
import org.openimr.server.wrong.Mistake.Kind;

/** Takes away, one after the other, what FHIR or a profile of this project requires. */
final class MissingElements {

  private static final Set<String> OF_THE_OPERATION =
      Set.of("Bundle.identifier", "Bundle.identifier.value", "Bundle.entry.resource");

  private static final Set<String> PROFILES =
      Set.of("imr-case", "imr-document", "imr-release-of-records");

  private final Set<String> required = new TreeSet<>(OF_THE_OPERATION);

  /** Reads the profiles that hold for submissions. */
  MissingElements() {
    try (Stream<Path> files = Files.list(Path.of("profiles/structure"))) {
      files
          .filter(
              file -> PROFILES.stream().anyMatch(name -> file.toString().endsWith(name + ".json")))
          .forEach(this::read);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void read(Path file) {
    try {
      StructureDefinition profile =
          FhirContext.forR4Cached()
              .newJsonParser()
              .parseResource(StructureDefinition.class, Files.readString(file));
      for (ElementDefinition element : profile.getDifferential().getElement()) {
        if (element.getMin() > 0 && !element.getId().contains(":")) {
          required.add(element.getPath().replace("[x]", ""));
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  List<Mistake> in(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Element element : Elements.of(bundle)) {
      boolean asked = element.child().getMin() > 0 || required.contains(element.kind());
      if (asked) {
        mistakes.add(without(element));
      }
      if (element.kind().equals("DocumentReference.content.attachment")) {
        mistakes.add(withoutContent(element));
      }
    }
    return mistakes;
  }

  private static Mistake without(Element element) {
    Mistake mistake =
        Mistake.of(Kind.REQUIRED, "no " + element.kind(), element.wholePath(), element::remove);
    return element.kind().equals("Task.businessStatus")
        ? mistake.acceptable("the server says at which stage a new case is")
        : mistake;
  }

  private static Mistake withoutContent(Element attachment) {
    return Mistake.of(
        Kind.REQUIRED,
        "a document without content",
        attachment.path(),
        bundle -> {
          ObjectNode node = (ObjectNode) attachment.in(bundle);
          node.remove("data");
          node.remove("url");
        });
  }
}
