package org.openimr.server.artifact;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.core.calendar.HolidayCalendar;
import org.openimr.core.calendar.HolidayCalendars;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.lifecycle.StateMachines;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.PlanDefinitionReader;
import org.openimr.fhir.policy.text.Laws;

/**
 * The policies that travel inside the program, and the vocabulary that they speak, ready to compute
 * with.
 *
 * @param vocabulary facts, events and codes
 * @param calendars the holiday calendars
 * @param laws the laws that policies may name
 * @param policies every policy in every version
 * @param machines the state machines that govern cases
 */
public record PackagedPolicies(
    Vocabulary vocabulary,
    HolidayCalendars calendars,
    Laws laws,
    PolicyBook policies,
    StateMachines machines) {

  /**
   * Reads them.
   *
   * @param context what parses them
   * @return the policies
   * @throws RuntimeException naming everything that is wrong with them; the server does not start
   */
  public static PackagedPolicies read(FhirContext context) {
    PackagedTexts texts = new PackagedTexts();
    IParser parser = context.newJsonParser();
    return new PackagedPolicies(
        texts.vocabulary(),
        texts.calendars(),
        texts.laws(),
        new PolicyBook(plans(parser).map(texts::read).toList()),
        texts.machines());
  }

  /**
   * Reads the policies by another calendar in the place of one of these.
   *
   * @param calendar the calendar, under the code of one that there is
   * @return the same policies, counting by it
   * @throws IllegalArgumentException if there is no calendar of that code
   */
  public PackagedPolicies withCalendar(HolidayCalendar calendar) {
    calendars.get(calendar.id());
    HolidayCalendars others =
        new HolidayCalendars(
            calendars.ids(), id -> id.equals(calendar.id()) ? calendar : calendars.get(id));
    IParser parser = FhirContext.forR4Cached().newJsonParser();
    return new PackagedPolicies(
        vocabulary,
        others,
        laws,
        new PolicyBook(
            plans(parser)
                .map(plan -> PlanDefinitionReader.read(plan, vocabulary, others, laws))
                .toList()),
        machines);
  }

  /**
   * Names what travels inside the program and decides when something is due.
   *
   * @return a hash of the texts of policies, laws, calendars, state machines and terms
   */
  public String edition() {
    PackagedFiles files = new PackagedFiles();
    StringBuilder texts = new StringBuilder();
    for (String folder : List.of("calendar/", "law/", "lifecycle/", "policy/", "terminology/")) {
      files.texts(folder, "").forEach(text -> texts.append(text).append('\0'));
    }
    return DigestUtils.sha256Hex(texts.toString());
  }

  private static Stream<PlanDefinition> plans(IParser parser) {
    return ArtifactFile.all().stream()
        .filter(file -> file.path().contains("/PlanDefinition-"))
        .map(file -> parser.parseResource(PlanDefinition.class, file.json()));
  }

  /**
   * Reads a PlanDefinition by this vocabulary, these calendars and laws.
   *
   * @param plan the PlanDefinition
   * @return the policy
   * @throws org.openimr.fhir.policy.plan.UnreadablePlanException naming everything that is wrong
   */
  public ReviewPolicy read(PlanDefinition plan) {
    return PlanDefinitionReader.read(plan, vocabulary, calendars, laws);
  }
}
