package org.openimr;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.openimr.core.calendar.HolidayCalendarReader;
import org.openimr.core.calendar.HolidayCalendars;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.lifecycle.StateMachines;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.PlanDefinitionReader;
import org.openimr.fhir.policy.PolicyCheck;
import org.openimr.fhir.policy.text.LawText;
import org.openimr.fhir.policy.text.Laws;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.file.LawTextReader;
import org.openimr.fhir.policy.text.file.PolicyTextReader;
import org.openimr.fhir.policy.vocabulary.StateMachineBook;
import org.openimr.fhir.policy.vocabulary.VocabularyReader;

/** The policies of {@code profiles/}, read as the server reads them. */
public final class HeldPolicies {

  public static final Vocabulary VOCABULARY =
      VocabularyReader.read(
          resources("CodeSystem", CodeSystem.class),
          resources("ValueSet", ValueSet.class),
          resources("ConceptMap", ConceptMap.class));

  public static final HolidayCalendars CALENDARS =
      new HolidayCalendars(
          files("", ".txt").stream()
              .filter(file -> file.startsWith("profiles/calendar"))
              .map(file -> HolidayCalendarReader.read(text(file).lines().toList()))
              .toList());

  public static final Laws LAWS =
      new Laws(
          files("", ".yaml").stream()
              .filter(file -> file.startsWith("profiles/law"))
              .map(file -> LawTextReader.read(file.toString(), text(file)).text())
              .toList());

  public static final PolicyBook BOOK =
      new PolicyBook(
          resources("PlanDefinition", PlanDefinition.class).stream()
              .map(plan -> PlanDefinitionReader.read(plan, VOCABULARY, CALENDARS, LAWS))
              .toList());

  public static final StateMachines MACHINES =
      StateMachineBook.read(
          VOCABULARY,
          files("", ".yaml").stream()
              .filter(file -> file.startsWith("profiles/lifecycle"))
              .map(HeldPolicies::text)
              .toList());

  private static final Map<String, ReviewPolicy> POLICIES = new ConcurrentHashMap<>();

  private HeldPolicies() {}

  /** Reads a PlanDefinition as the server reads it. */
  public static ReviewPolicy read(PlanDefinition plan) {
    return PlanDefinitionReader.read(plan, VOCABULARY, CALENDARS, LAWS);
  }

  /**
   * The only version of a policy; as {@code CODE+LAW} the same with a law named in its header, as
   * somebody would switch it on.
   */
  public static ReviewPolicy policy(String code) {
    return POLICIES.computeIfAbsent(code, HeldPolicies::find);
  }

  private static ReviewPolicy find(String code) {
    String[] parts = code.split("\\+");
    return parts.length == 1 ? only(code) : with(only(parts[0]), law(parts[1]));
  }

  /** The only version of a law. */
  public static LawText law(String code) {
    return LAWS.all().stream().filter(law -> law.law().equals(code)).findFirst().orElseThrow();
  }

  /** The text of a policy. */
  public static PolicyText text(ReviewPolicy policy) {
    String name = name(policy);
    return PolicyTextReader.read(name, text(files(name, "").get(0))).text();
  }

  private static String name(ReviewPolicy policy) {
    return policy.header().code() + "-" + policy.header().version() + ".yaml";
  }

  private static ReviewPolicy with(ReviewPolicy policy, LawText law) {
    return with(policy, law, LAWS);
  }

  private static ReviewPolicy with(ReviewPolicy policy, LawText law, Laws laws) {
    String name = name(policy);
    String text = text(files(name, "").get(0));
    String naming = text.replaceFirst("(?m)^zone:", "law: " + law.name() + "\nzone:");
    return PlanDefinitionReader.read(
        PolicyCheck.plan(name, naming, laws), VOCABULARY, CALENDARS, laws);
  }

  /** As {@code CODE+LAW}, but as if nobody had read the law. */
  public static ReviewPolicy withUnread(String code) {
    String[] parts = code.split("\\+");
    String name = law(parts[1]).name().replace('|', '-') + ".yaml";
    String text = text(files(name, "").get(0)).replace("source: law\n", "source: law-unverified\n");
    LawText unread = LawTextReader.read(name, text).text();
    return with(only(parts[0]), unread, new Laws(List.of(unread)));
  }

  private static ReviewPolicy only(String code) {
    List<ReviewPolicy> versions = BOOK.versions(code);
    if (versions.size() != 1) {
      throw new IllegalArgumentException(code + " has " + versions.size() + " versions");
    }
    return versions.get(0);
  }

  private static <T extends Resource> List<T> resources(String name, Class<T> type) {
    return files(name + "-", ".json").stream()
        .map(file -> FhirContext.forR4Cached().newJsonParser().parseResource(type, text(file)))
        .toList();
  }

  private static List<Path> files(String beginning, String ending) {
    try (Stream<Path> files = Files.walk(Path.of("profiles"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(beginning))
          .filter(file -> file.getFileName().toString().endsWith(ending))
          .sorted()
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
