package org.openimr.fhir.casefile.submission;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.openimr.HeldPolicies;
import org.openimr.fhir.casefile.document.LaterDocuments;
import org.openimr.fhir.casefile.intake.CaseBundleReader;
import org.openimr.fhir.casefile.profile.AnswersCheck;
import org.openimr.fhir.casefile.profile.ProfileCheck;
import org.openimr.fhir.form.Forms;

/** A small submission, and ways to spoil it. */
public final class Submissions {

  /** When submissions arrive. */
  public static final Instant RECEIVED = Instant.parse("2026-07-02T17:00:00Z");

  /** The FHIR context. */
  public static final FhirContext CONTEXT = FhirContext.forR4Cached();

  private static final class Shared {
    static final ProfileCheck PROFILES = new ProfileCheck(CONTEXT, definitions());
    static final CaseBundleReader READER =
        new CaseBundleReader(
            CONTEXT,
            HeldPolicies.VOCABULARY,
            () -> HeldPolicies.BOOK,
            PROFILES,
            HeldPolicies.MACHINES);
  }

  private Submissions() {}

  /** A reader with the policies and profiles of the package. */
  public static CaseBundleReader reader() {
    return Shared.READER;
  }

  /** Reads documents that come later, by the profiles of the package. */
  public static LaterDocuments laterDocuments() {
    return new LaterDocuments(CONTEXT, Shared.PROFILES);
  }

  /** Checks filled forms by those of the package. */
  public static AnswersCheck answers() {
    return new AnswersCheck(CONTEXT, Shared.PROFILES);
  }

  /** The forms of the package. */
  public static Forms forms() {
    return Shared.PROFILES.forms();
  }

  /** A resource as JSON. */
  public static ObjectNode tree(IBaseResource resource) {
    try {
      return (ObjectNode)
          SubmittedBody.JSON.readTree(CONTEXT.newJsonParser().encodeResourceToString(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The small submission of {@code src/test/resources}. */
  public static ObjectNode small() {
    return tree(Path.of("src/test/resources/submission/small.json"));
  }

  /** A tree of JSON. */
  public static JsonNode parsed(String json) {
    try {
      return SubmittedBody.JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A submission of {@code examples}. */
  public static ObjectNode example(String name) {
    return tree(Path.of("examples", name, "request.json"));
  }

  /** A case of so many resources, about a member who was never seen before. */
  public static ObjectNode of(int resources) {
    ObjectNode bundle = small();
    String name = UUID.randomUUID().toString();
    ((ObjectNode) bundle.path("identifier")).put("value", name);
    ((ObjectNode) first(bundle, "Patient").at("/identifier/0")).put("value", name);
    String patient = first(bundle, "Claim").at("/patient/reference").asText();
    while (bundle.path("entry").size() < resources) {
      ObjectNode entry = bundle.withArray("/entry").addObject();
      entry.put("fullUrl", "urn:uuid:" + UUID.randomUUID());
      ObjectNode observation = entry.putObject("resource").put("resourceType", "Observation");
      observation.put("status", "final").putObject("code").put("text", "Weight");
      observation.putObject("subject").put("reference", patient);
      observation.put("effectiveDateTime", "2026-05-01");
    }
    return bundle;
  }

  /** The resource of the first entry of a type. */
  public static ObjectNode first(ObjectNode bundle, String type) {
    return all(bundle, type).get(0);
  }

  /** The resources of a type, in order. */
  public static List<ObjectNode> all(ObjectNode bundle, String type) {
    return Stream.iterate(0, i -> i < bundle.path("entry").size(), i -> i + 1)
        .map(i -> (ObjectNode) bundle.path("entry").get(i).path("resource"))
        .filter(resource -> resource.path("resourceType").asText().equals(type))
        .toList();
  }

  /** The input of the case that states an event. */
  public static ObjectNode event(ObjectNode bundle, String code) {
    for (JsonNode input : first(bundle, "Task").path("input")) {
      if (input.path("type").path("coding").get(0).path("code").asText().equals(code)) {
        return (ObjectNode) input;
      }
    }
    throw new IllegalArgumentException("no event " + code);
  }

  /**
   * Gives one of the organizations an id of this server as its only name: by another one, other
   * tests may know another organization.
   */
  public static void name(ObjectNode bundle, int organization, String id) {
    all(bundle, "Organization")
        .get(organization)
        .putArray("identifier")
        .addObject()
        .put("system", "https://openimr.org/fhir/sid/organization")
        .put("value", id);
  }

  /** Adds the organization of the demonstration member, who is party to the case by that. */
  public static void addMember(ObjectNode bundle) {
    ObjectNode member = bundle.withArray("/entry").addObject();
    member.put("fullUrl", "urn:uuid:" + UUID.randomUUID());
    ObjectNode organization =
        member.putObject("resource").put("resourceType", "Organization").put("name", "A member");
    organization
        .putArray("identifier")
        .addObject()
        .put("system", "https://openimr.org/fhir/sid/organization")
        .put("value", "demo-member");
  }

  /** The submission without these events. */
  public static ObjectNode without(ObjectNode bundle, String... events) {
    ArrayNode inputs = first(bundle, "Task").withArray("input");
    for (int i = inputs.size() - 1; i >= 0; i--) {
      if (List.of(events).contains(inputs.get(i).at("/type/coding/0/code").asText())) {
        inputs.remove(i);
      }
    }
    return bundle;
  }

  /** A new input of the case, by the code of its type. */
  public static ObjectNode input(ObjectNode bundle, String system, String code) {
    ObjectNode input = first(bundle, "Task").withArray("input").addObject();
    input
        .putObject("type")
        .putArray("coding")
        .addObject()
        .put("system", "https://openimr.org/fhir/CodeSystem/" + system)
        .put("code", code);
    return input;
  }

  /** Reads a submission that refers to nothing stored. */
  public static SubmittedCase read(ObjectNode bundle) {
    return reader().read(body(bundle), RECEIVED, references -> Map.of());
  }

  /** A submission as a body. */
  public static SubmittedBody body(ObjectNode bundle) {
    return SubmittedBody.read(bundle.toString().getBytes(StandardCharsets.UTF_8), false, CONTEXT);
  }

  private static ObjectNode tree(Path file) {
    try {
      return (ObjectNode) SubmittedBody.JSON.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<IBaseResource> definitions() {
    try (Stream<Path> files = Files.walk(Path.of("profiles"))) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("(StructureDef|CodeSys|ValueSet|Questionnaire-).*json"))
          .map(file -> (IBaseResource) CONTEXT.newJsonParser().parseResource(text(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
