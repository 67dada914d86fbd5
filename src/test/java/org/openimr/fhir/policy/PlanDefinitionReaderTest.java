package org.openimr.fhir.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.ActionRelationshipType;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Range;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.fhir.policy.compiler.PolicyCompiler;
import org.openimr.fhir.policy.plan.PlanProblem;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.plan.UnreadablePlanException;

/** Each mistake that a PlanDefinition can have is named, with the id of its action. */
class PlanDefinitionReaderTest {

  private static final String BOUND = "plan-decision.O06";

  private static PlanDefinition plan(String name) {
    return PolicyCompiler.compile(PolicyFiles.read(name).text(), HeldPolicies.LAWS);
  }

  private static PlanDefinition secondOpinion() {
    return plan("phc-second-opinion-2024-09-11");
  }

  private static PlanDefinitionActionComponent action(PlanDefinition plan, String id) {
    PlanDefinitionActionComponent found = find(plan.getAction(), id);
    assertThat(found).as(id).isNotNull();
    return found;
  }

  private static PlanDefinitionActionComponent find(
      List<PlanDefinitionActionComponent> actions, String id) {
    for (PlanDefinitionActionComponent each : actions) {
      PlanDefinitionActionComponent inside = find(each.getAction(), id);
      if (id.equals(each.getId()) || inside != null) {
        return inside == null ? each : inside;
      }
    }
    return null;
  }

  private static List<String> problems(PlanDefinition plan) {
    UnreadablePlanException refused =
        catchThrowableOfType(UnreadablePlanException.class, () -> HeldPolicies.read(plan));
    assertThat(refused).isNotNull();
    return refused.problems().stream().map(PlanProblem::toString).toList();
  }

  private static List<String> problems(Consumer<PlanDefinition> mistake) {
    PlanDefinition plan = secondOpinion();
    mistake.accept(plan);
    return problems(plan);
  }

  private static List<String> inCondition(String fhirPath) {
    return problems(
        plan -> action(plan, BOUND).getConditionFirstRep().getExpression().setExpression(fhirPath));
  }

  @Test
  void aFactThatDoesNotExist() {
    assertThat(inCondition("%colour = 'red'"))
        .singleElement()
        .asString()
        .startsWith(BOUND + ": when at column 1, %colour: there is no such fact; known: ")
        .contains("network-status");
  }

  @Test
  void aValueThatTheFactCannotHave() {
    assertThat(inCondition("%urgency = 'hasty'"))
        .containsExactly(
            BOUND
                + ": when at column 1, %urgency: fact urgency has no value 'hasty'; known:"
                + " [expedited, standard]");
  }

  @Test
  void aValueOfAnotherType() {
    assertThat(inCondition("%`network-status` = 'in-network' and %`member-age` = 'old'"))
        .containsExactly(
            BOUND + ": when at column 38, %member-age: fact member-age has values of type integer");
  }

  @Test
  void aComparisonThatMakesNoSense() {
    assertThat(inCondition("%urgency >= 'standard'"))
        .containsExactly(BOUND + ": when at column 1, %urgency: '>=' compares whole numbers only");
    assertThat(inCondition("%`decision-basis` = 'administrative'"))
        .containsExactly(
            BOUND
                + ": when at column 1, %decision-basis: '=' asks of a fact that has many values; use"
                + " 'contains'");
    assertThat(inCondition("%urgency contains 'standard'"))
        .containsExactly(
            BOUND
                + ": when at column 1, %urgency: 'contains' asks of a fact that has one value; use"
                + " '='");
  }

  @Test
  void aConditionOutsideTheSubset() {
    assertThat(inCondition("%urgency.exists()")).singleElement().asString().contains("column");
    assertThat(inCondition("%urgency = 'standard' and"))
        .singleElement()
        .asString()
        .startsWith(BOUND + ": when is no FHIRPath: ");
  }

  @Test
  void severalMistakesInOneConditionAreNamedAtOnce() {
    assertThat(inCondition("%colour = 'red' or %urgency = 'hasty'")).hasSize(2);
  }

  @Test
  void aConditionInAnotherLanguage() {
    assertThat(
            problems(
                plan ->
                    action(plan, BOUND)
                        .getConditionFirstRep()
                        .getExpression()
                        .setLanguage("text/cql")))
        .containsExactly(BOUND + ": a condition is not written in text/fhirpath");
  }

  @Test
  void aConditionThatEndsARule() {
    assertThat(
            problems(
                plan ->
                    action(plan, BOUND)
                        .getConditionFirstRep()
                        .setKind(PlanDefinition.ActionConditionKind.STOP)))
        .containsExactly(BOUND + ": a condition is of kind applicability or start");
  }

  @Test
  void aPolicyWithoutRules() {
    assertThat(problems(plan -> plan.getAction().clear()))
        .contains("policy: has no rule: neither criteria nor clocks");
  }

  @Test
  void anEventThatDoesNotExist() {
    assertThat(
            problems(
                plan -> {
                  PlanDefinitionActionComponent event = action(plan, "request-received");
                  event.setId("request-dreamt");
                  event.getCodeFirstRep().getCodingFirstRep().setCode("request-dreamt");
                  action(plan, BOUND).getRelatedActionFirstRep().setActionId("request-dreamt");
                  action(plan, "member-notice.O07")
                      .getRelatedActionFirstRep()
                      .setActionId("request-dreamt");
                }))
        .containsExactly(
            BOUND + ": there is no event 'request-dreamt'",
            "member-notice.O07: there is no event 'request-dreamt'");
  }

  @Test
  void anActionThatIsNamedAndMissing() {
    assertThat(
            problems(
                plan -> action(plan, BOUND).getRelatedActionFirstRep().setActionId("case-closed")))
        .containsExactly(BOUND + ": 'case-closed' is named, but there is no such action");
  }

  @Test
  void aMilestoneThatDoesNotExist() {
    assertThat(
            problems(
                plan -> {
                  PlanDefinitionActionComponent milestone = action(plan, "denial-letter");
                  milestone.setId("love-letter");
                  milestone.getCodeFirstRep().getCodingFirstRep().setCode("love-letter");
                  milestone.getActionFirstRep().setId("love-letter.O09");
                }))
        .singleElement()
        .asString()
        .startsWith("love-letter: 'love-letter' is no code of imr-milestone; known: ");
  }

  @Test
  void aPartyThatDoesNotExist() {
    assertThat(
            problems(
                plan ->
                    action(plan, "denial-letter")
                        .getExtensionFirstRep()
                        .getExtensionFirstRep()
                        .setValue(new CodeType("neighbour"))))
        .singleElement()
        .asString()
        .startsWith("denial-letter: 'neighbour' is no code of imr-party; known: admin, ");
  }

  @Test
  void aRuleThatDoesNotExist() {
    assertThat(
            problems(
                plan -> {
                  PlanDefinitionActionComponent bound = action(plan, BOUND);
                  bound.setId("plan-decision.O66");
                  bound.getCodeFirstRep().getCodingFirstRep().setCode("O66");
                  bound.getDocumentationFirstRep().setLabel("O66");
                }))
        .singleElement()
        .asString()
        .startsWith("plan-decision.O66: 'O66' is no code of imr-rule; known: ");
  }

  @Test
  void aCalendarThatDoesNotExist() {
    assertThat(
            problems(
                plan ->
                    counting(plan, "member-notice.O07").getExtension().stream()
                        .filter(part -> part.getUrl().equals("calendar"))
                        .forEach(part -> part.setValue(new CodeType("moon")))))
        .containsExactly(
            "member-notice.O07: there is no calendar 'moon'; known: [us-ca-gov-6700,"
                + " us-ca-state-offices]");
  }

  @Test
  void businessDaysWithoutACalendar() {
    assertThat(
            problems(
                plan ->
                    counting(plan, "member-notice.O07")
                        .getExtension()
                        .removeIf(part -> part.getUrl().equals("calendar"))))
        .containsExactly("member-notice.O07: business days and rolling need a calendar");
  }

  private static Extension counting(PlanDefinition plan, String bound) {
    return action(plan, bound)
        .getRelatedActionFirstRep()
        .getExtensionByUrl(PolicyShape.STRUCTURE + "imr-counting");
  }

  @Test
  void aRuleWithoutCitation() {
    assertThat(problems(plan -> action(plan, BOUND).getDocumentation().clear()))
        .containsExactly(BOUND + ": has no citation");
  }

  @Test
  void aCitationOfNoDocument() {
    assertThat(
            problems(plan -> action(plan, BOUND).getDocumentationFirstRep().setCitation("hearsay")))
        .containsExactly(
            BOUND + ": citation 'hearsay' does not begin with a document of the policy");
  }

  @Test
  void aMissingId() {
    assertThat(problems(plan -> action(plan, "O04").setId((String) null)))
        .contains("policy: action '" + action(secondOpinion(), "O04").getTitle() + "' has no id");
  }

  @Test
  void anIdThatStandsTwice() {
    assertThat(
            problems(
                plan -> {
                  PlanDefinitionActionComponent criteria = action(plan, "criteria");
                  criteria.addAction(action(plan, "O04").copy());
                }))
        .containsExactly("O04: the id stands twice");
  }

  @Test
  void aCountInAnUnknownUnit() {
    assertThat(problems(plan -> high(plan).setSystem("http://example.org").setCode("fortnight")))
        .containsExactly(BOUND + ": unit 'fortnight' of system 'http://example.org' is not known");
  }

  @Test
  void aCountThatIsNoWholeNumber() {
    assertThat(problems(plan -> high(plan).setValue(new BigDecimal("1.5"))))
        .containsExactly(
            BOUND + ": '1.5 h' is no amount of time; expected a number and min, h, d, bd or mo");
  }

  @Test
  void aRangeThatDoesNotGoUp() {
    assertThat(
            problems(
                plan -> {
                  Range range = action(plan, BOUND).getRelatedActionFirstRep().getOffsetRange();
                  range.setLow(range.getHigh().copy());
                }))
        .containsExactly(BOUND + ": '72-72 h' is a range that does not go up");
  }

  private static org.hl7.fhir.r4.model.Quantity high(PlanDefinition plan) {
    return action(plan, BOUND).getRelatedActionFirstRep().getOffsetRange().getHigh();
  }

  @Test
  void milestonesThatWaitForEachOther() {
    PlanDefinition plan = plan("phc-external-imr-2025-09-10");
    action(plan, "plan-decision.P25")
        .getRelatedActionFirstRep()
        .setActionId("determination")
        .setRelationship(ActionRelationshipType.BEFOREEND)
        .setOffset(null);

    assertThat(problems(plan))
        .containsExactlyInAnyOrder(
            "determination: is due with a milestone that is due with it",
            "plan-decision: is due with a milestone that is due with it");
  }

  @Test
  void aMilestoneThatIsNamedAndMissing() {
    PlanDefinition plan = plan("phc-external-imr-2025-09-10");
    action(plan, "determination.P21.standard")
        .getRelatedActionFirstRep()
        .setActionId("plan-reconsideration");

    assertThat(problems(plan))
        .containsExactly(
            "determination.P21.standard: 'plan-reconsideration' is named, but there is no such"
                + " action");
  }

  @Test
  void aMilestoneWhoseDateIsNeverKnown() {
    // the duty to write the letter of denial has no date
    PlanDefinition plan = secondOpinion();
    dueOf(action(plan, BOUND), "denial-letter");

    assertThat(problems(plan))
        .containsExactly(
            "plan-decision: is never listed: all its limits are nested or taken from another"
                + " milestone, and none opens it",
            BOUND + ": 'due of denial-letter' never has a date: no limit of denial-letter has one");
  }

  @Test
  void aMilestoneThatNothingOpens() {
    PlanDefinition plan = secondOpinion();
    dueOf(action(plan, "denial-letter.O09"), "plan-decision");

    assertThat(problems(plan))
        .containsExactly(
            "denial-letter: is never listed: all its limits are nested or taken from another"
                + " milestone, and none opens it");
  }

  private static void dueOf(PlanDefinitionActionComponent bound, String milestone) {
    bound
        .getRelatedActionFirstRep()
        .setActionId(milestone)
        .setRelationship(ActionRelationshipType.BEFOREEND)
        .setOffset(null);
  }

  @ParameterizedTest
  @CsvSource({
    "99999, '99999 mo' is longer than any rule: at most 120 mo",
    "0, '0 mo' gives no time; only 0 bd does",
    "-3, '-3 mo' is no amount of time; expected a number",
    "1.5, '1.5 mo' is no amount of time; expected a number",
  })
  void aLimitThatNoRuleCanMean(BigDecimal amount, String sentence) {
    assertThat(
            problems(
                plan ->
                    ((Range) action(plan, BOUND).getRelatedActionFirstRep().getOffset())
                        .getHigh()
                        .setValue(amount)
                        .setCode("mo")))
        .singleElement()
        .asString()
        .startsWith(BOUND + ": ")
        .contains(sentence);
  }

  @Test
  void extensionsThatTogetherAreTooLong() {
    PlanDefinition plan = plan("phc-um-2025-10-08");
    Extension extension =
        action(plan, "plan-decision.U13")
            .getRelatedActionFirstRep()
            .getExtensionByUrl(PolicyShape.STRUCTURE + "imr-prolongation");
    extension.getExtensionByUrl("times").setValue(new PositiveIntType(262));

    // 262 times 14 days are 3668
    assertThat(problems(plan))
        .containsExactly("plan-decision.U13: 262 times '14 d' are longer than any rule: ten years");
  }

  @Test
  void aPartOfAnExtensionOfTheWrongType() {
    assertThat(
            problems(
                plan ->
                    counting(plan, BOUND)
                        .addExtension(new Extension("nested", new IntegerType(1)))))
        .containsExactly(
            BOUND + ": extension imr-counting, nested: expected a value of type boolean");
  }

  @Test
  void aPartOfAnExtensionThatIsNotKnown() {
    assertThat(
            problems(
                plan ->
                    counting(plan, BOUND)
                        .addExtension(new Extension("leap-seconds", new IntegerType(1)))))
        .containsExactly(BOUND + ": extension imr-counting, leap-seconds: is not known here");
  }

  @Test
  void anElementThatWouldSaySomethingElse() {
    assertThat(problems(plan -> action(plan, BOUND).setTiming(new org.hl7.fhir.r4.model.Age())))
        .isNotEmpty();
  }

  @Test
  void aGroupThatIsNotKnown() {
    assertThat(problems(plan -> plan.addAction().setTitle("More").setId("extras")))
        .containsExactly("extras: is none of the groups events, criteria, milestones and packet");
  }

  @Test
  void aRouteAndAnEffectThatDoNotExist() {
    assertThat(
            problems(
                plan -> {
                  Extension terms = plan.getExtension().get(0);
                  terms.addExtension(new Extension("default-route", new CodeType("moon")));
                  terms.getExtensionByUrl("effect").setValue(new CodeType("magic"));
                }))
        .hasSize(2)
        .anySatisfy(each -> assertThat(each).startsWith("policy: 'magic' is no code of imr-effect"))
        .anySatisfy(each -> assertThat(each).startsWith("policy: 'moon' is no code of imr-route"));
  }

  @Test
  void anEndOfTheReviewThatIsNoEvent() {
    assertThat(
            problems(
                plan ->
                    plan.getExtension()
                        .get(0)
                        .addExtension(new Extension("review-ends-with", new IdType("decided")))))
        .containsExactly("policy: there is no event 'decided'");
  }

  @Test
  void whatEndsAReviewIsRead() {
    assertThat(HeldPolicies.policy("phc-external-imr").reviewSpan())
        .satisfies(
            span ->
                assertThat(span.begins())
                    .extracting(EventDefinition::code)
                    .containsExactly("request-received", "review-request-received"))
        .satisfies(
            span ->
                assertThat(span.ends())
                    .extracting(EventDefinition::code)
                    .containsExactly(
                        "determination-made", "determination-received-by-plan", "decision-made"));
  }

  @Test
  void anIdThatIsNotPolicyAndVersion() {
    assertThat(problems(plan -> plan.setVersion("2")))
        .containsExactly(
            "policy: the id is 'phc-second-opinion-2024-09-11', not 'phc-second-opinion-2'");
  }

  @Test
  void aZoneThatDoesNotExist() {
    assertThat(
            problems(
                plan ->
                    plan.getExtension()
                        .get(0)
                        .getExtensionByUrl("zone")
                        .setValue(new CodeType("America/Atlantis"))))
        .containsExactly("policy: there is no time zone 'America/Atlantis'");
  }

  @Test
  void aProblemOfTheHeadNamesItsElement() {
    PlanDefinition plan = secondOpinion();
    plan.setUrl(null).setVersion(null).setTitle(null).setUseContext(null);
    plan.getEffectivePeriod().setStartElement(new DateTimeType("2028-01-01"));
    plan.getEffectivePeriod().setEndElement(new DateTimeType("2027-01-01"));
    plan.getExtension().get(0).getExtensionByUrl("zone").setValue(new CodeType("Moon/Sea"));
    UnreadablePlanException refused =
        catchThrowableOfType(UnreadablePlanException.class, () -> HeldPolicies.read(plan));

    assertThat(refused.toUnreadableResource().problems())
        .extracting(each -> each.expression() + " " + each.text())
        .containsExactlyInAnyOrder(
            "PlanDefinition.url policy: has no url",
            "PlanDefinition.version policy: has no version",
            "PlanDefinition.title policy: has no title",
            "PlanDefinition.useContext policy: has no useContext",
            "PlanDefinition.effectivePeriod policy: the effective period ends before it begins",
            "PlanDefinition.extension('https://openimr.org/fhir/StructureDefinition/"
                + "imr-policy-terms').extension('zone') policy: there is no time zone 'Moon/Sea'");
  }

  @Test
  void aZoneThatIsMissingIsToldOnce() {
    assertThat(problems(plan -> plan.getExtension().get(0).removeExtension("zone")))
        .containsExactly("policy: extension imr-policy-terms, zone: is missing");
  }

  @Test
  void mistakesOfShapeAndOfNamesAreNamedAtOnce() {
    assertThat(
            problems(
                plan -> {
                  action(plan, BOUND).getDocumentation().clear();
                  action(plan, "O01")
                      .getConditionFirstRep()
                      .getExpression()
                      .setExpression("%requester = 'nobody'");
                  action(plan, "member-notice.O07")
                      .getRelatedActionFirstRep()
                      .setActionId("nothing");
                }))
        .hasSizeGreaterThanOrEqualTo(3);
  }
}
