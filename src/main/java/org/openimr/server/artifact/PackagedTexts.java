package org.openimr.server.artifact;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.openimr.core.calendar.HolidayCalendarReader;
import org.openimr.core.calendar.HolidayCalendars;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.lifecycle.StateMachines;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.PlainJson;
import org.openimr.fhir.policy.PlanDefinitionReader;
import org.openimr.fhir.policy.compiler.PolicyCompiler;
import org.openimr.fhir.policy.text.Laws;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.file.LawTextReader;
import org.openimr.fhir.policy.text.file.PolicyTextReader;
import org.openimr.fhir.policy.vocabulary.StateMachineBook;
import org.openimr.fhir.policy.vocabulary.VocabularyReader;

/**
 * The policies that travel inside the program as texts, and what they are judged by, each read when
 * it is first asked for.
 *
 * <p>Commands need little of it and are over in a second: nothing here sets up FHIR or the server.
 * Not for several threads.
 */
public final class PackagedTexts {

  private static final Pattern NAME = Pattern.compile("(?m)^(?:calendar|law:|policy:) +(\\S+)");
  private static final Pattern VERSION = Pattern.compile("(?m)^version: +\"?([^\"\\s]+)");

  private final PackagedFiles files = new PackagedFiles();
  private Vocabulary vocabulary;
  private HolidayCalendars calendars;
  private Laws laws;

  /** Facts, events and codes. */
  public Vocabulary vocabulary() {
    if (vocabulary == null) {
      vocabulary =
          VocabularyReader.read(
              definitions("CodeSystem", CodeSystem::new),
              definitions("ValueSet", ValueSet::new),
              definitions("ConceptMap", ConceptMap::new));
    }
    return vocabulary;
  }

  private <T extends Resource> List<T> definitions(String type, Supplier<T> empty) {
    return files.texts("terminology/" + type + "-", ".json").stream()
        .map(text -> PlainJson.read(empty.get(), text))
        .toList();
  }

  /** The holiday calendars. */
  public HolidayCalendars calendars() {
    if (calendars == null) {
      SortedMap<String, String> texts = named("calendar/", ".txt");
      calendars =
          new HolidayCalendars(
              texts.keySet(), id -> HolidayCalendarReader.read(texts.get(id).lines().toList()));
    }
    return calendars;
  }

  /** The laws that policies may name. */
  public Laws laws() {
    if (laws == null) {
      SortedMap<String, String> texts = named("law/", ".yaml");
      laws = new Laws(texts.keySet(), name -> LawTextReader.read(name, texts.get(name)).text());
    }
    return laws;
  }

  /** The state machines that govern cases. */
  public StateMachines machines() {
    return StateMachineBook.read(vocabulary(), files.texts("lifecycle/", ".yaml"));
  }

  /** Every policy in every version. */
  public List<PolicyText> policies() {
    return policies("");
  }

  /** Every version of one policy. */
  public List<PolicyText> versions(String code) {
    return policies(code + "|");
  }

  private List<PolicyText> policies(String beginning) {
    return named("policy/", ".yaml").entrySet().stream()
        .filter(each -> each.getKey().startsWith(beginning))
        .map(each -> PolicyTextReader.read(each.getKey(), each.getValue()).text())
        .toList();
  }

  /** Texts by what they call themselves, found without reading all that they say. */
  private SortedMap<String, String> named(String folder, String ending) {
    SortedMap<String, String> named = new TreeMap<>();
    for (String text : files.texts(folder, ending)) {
      Matcher name = NAME.matcher(text);
      Matcher version = VERSION.matcher(text);
      if (name.find()) {
        named.put(name.group(1) + (version.find() ? "|" + version.group(1) : ""), text);
      }
    }
    return named;
  }

  /**
   * Reads a PlanDefinition by this vocabulary, these calendars and laws.
   *
   * @throws org.openimr.fhir.policy.plan.UnreadablePlanException naming everything that is wrong
   */
  public ReviewPolicy read(PlanDefinition plan) {
    return PlanDefinitionReader.read(plan, vocabulary(), calendars(), laws());
  }

  /** Makes one of its policies ready to compute with. */
  public ReviewPolicy read(PolicyText policy) {
    return read(PolicyCompiler.compile(policy, laws()));
  }
}
