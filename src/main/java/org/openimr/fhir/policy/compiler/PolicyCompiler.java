package org.openimr.fhir.policy.compiler;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.RelatedArtifact.RelatedArtifactType;
import org.openimr.fhir.policy.PlanDefinitionReader;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.text.DerivedEventText;
import org.openimr.fhir.policy.text.Laws;
import org.openimr.fhir.policy.text.PolicyHeader;
import org.openimr.fhir.policy.text.PolicyText;

/**
 * Compiles a policy text into a PlanDefinition of the agreed shape, narrative included.
 *
 * <p>The events of the PlanDefinition are those that the text names. Whether they and all other
 * codes exist is judged by {@link PlanDefinitionReader}.
 */
public final class PolicyCompiler {

  private static final String USAGE = "http://terminology.hl7.org/CodeSystem/usage-context-type";
  private static final String PLAN_TYPE =
      "http://terminology.hl7.org/CodeSystem/plan-definition-type";

  private final PolicyText policy;
  private final RuleCompiler rules;
  private final PlanDefinition plan = new PlanDefinition();

  private PolicyCompiler(PolicyText policy) {
    this.policy = policy;
    this.rules = new RuleCompiler(policy);
  }

  /**
   * Compiles a policy, with the limits of the laws that it names beside its own.
   *
   * @param own the text
   * @param laws the laws that it may name; one that is not among them is passed over
   * @return a new PlanDefinition
   * @throws IllegalArgumentException if a rule cites a document that the policy does not list
   */
  public static PlanDefinition compile(PolicyText own, Laws laws) {
    PolicyText policy = laws.beside(own);
    PolicyCompiler compiler = new PolicyCompiler(policy);
    compiler.header(policy.header());
    compiler.artifacts();
    compiler.events();
    compiler.rules();
    compiler.plan.setText(
        new Narrative()
            .setStatus(Narrative.NarrativeStatus.GENERATED)
            .setDiv(PolicyNarrative.of(policy)));
    return compiler.plan;
  }

  private void header(PolicyHeader header) {
    plan.setId(header.policy() + "-" + header.version());
    plan.getMeta().addProfile(PolicyShape.STRUCTURE + "imr-policy");
    PartsWriter terms =
        PartsWriter.of("imr-policy-terms")
            .code("zone", header.zone())
            .code("effect", header.effect())
            .code("default-route", header.defaultRoute())
            .date("text-date", header.textDate());
    header.law().forEach(law -> terms.code("law", law));
    header.reviewBeginsWith().forEach(event -> terms.id("review-begins-with", event));
    header.reviewEndsWith().forEach(event -> terms.id("review-ends-with", event));
    plan.addExtension(terms.written());
    plan.setUrl(header.url()).setVersion(header.version()).setName(name(header.policy()));
    plan.setTitle(header.title()).setDescription(header.description());
    plan.setType(new CodeableConcept(new Coding(PLAN_TYPE, "workflow-definition", null)));
    plan.setStatus(PublicationStatus.fromCode(header.status()));
    plan.setExperimental(header.experimental()).setPublisher(header.publisher());
    if (header.publisher().equals("OpenIMR")) {
      plan.addContact()
          .addTelecom()
          .setSystem(ContactPoint.ContactPointSystem.URL)
          .setValue("https://openimr.org");
    }
    plan.addUseContext()
        .setCode(new Coding(USAGE, "program", null))
        .setValue(new CodeableConcept().setText(header.programme()));
    plan.addJurisdiction(
        new CodeableConcept(new Coding("urn:iso:std:iso:3166:-2", header.jurisdiction(), null)));
    plan.setDateElement(converted(header.written(), DateTimeType::new));
    plan.setApprovalDateElement(converted(header.approved(), DateType::new));
    plan.setLastReviewDateElement(converted(header.lastReview(), DateType::new));
    if (header.inForceFrom() != null || header.inForceUntil() != null) {
      plan.getEffectivePeriod()
          .setStartElement(converted(header.inForceFrom(), DateTimeType::new))
          .setEndElement(converted(header.inForceUntil(), DateTimeType::new));
    }
  }

  private static <T> T converted(LocalDate date, Function<String, T> conversion) {
    return date == null ? null : conversion.apply(date.toString());
  }

  private static String name(String policy) {
    return Arrays.stream(policy.split("-"))
        .filter(word -> !word.isEmpty())
        .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining());
  }

  private void artifacts() {
    policy
        .documents()
        .forEach(
            document ->
                plan.addRelatedArtifact()
                    .setType(RelatedArtifactType.CITATION)
                    .setLabel(document.id())
                    .setDisplay(document.title())
                    .setCitation(document.citation())
                    .setUrl(document.address()));
    policy
        .notModelled()
        .forEach(
            omission ->
                plan.addRelatedArtifact()
                    .setType(RelatedArtifactType.DOCUMENTATION)
                    .setLabel(PolicyShape.NOT_MODELLED)
                    .setDisplay(omission.reason())
                    .setCitation(rules.text(omission.address())));
  }

  private PlanDefinitionActionComponent group(String id, String title) {
    PlanDefinitionActionComponent group = plan.addAction();
    group.setId(id);
    return group.setTitle(title);
  }

  private void events() {
    PlanDefinitionActionComponent group = group(PolicyShape.EVENTS, "Events this policy knows");
    Map<String, DerivedEventText> derived =
        policy.derivedEvents().stream()
            .collect(
                Collectors.toMap(
                    DerivedEventText::event, Function.identity(), (first, twice) -> first));
    Set<String> ordered = new LinkedHashSet<>(derivedInOrder());
    ordered.addAll(UsedEvents.of(policy));
    for (String event : ordered) {
      PlanDefinitionActionComponent action = group.addAction();
      action.setId(event);
      action.setTitle(PolicyShape.words(event));
      action.addCode(PolicyShape.code("imr-event", event));
      action.setType(PolicyShape.actionType("fire-event"));
      if (derived.containsKey(event)) {
        derivedEvent(derived.get(event), action);
      }
    }
  }

  private Set<String> derivedInOrder() {
    return policy.derivedEvents().stream()
        .map(DerivedEventText::event)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static void derivedEvent(DerivedEventText derived, PlanDefinitionActionComponent action) {
    PartsWriter parts = PartsWriter.of("imr-derived-event").code("choice", derived.choice());
    for (DerivedEventText.Source source : derived.sources()) {
      parts.parts(
          new PartsWriter("source")
              .id("event", source.event())
              .text("when", source.when())
              .limit("plus", source.plus())
              .id("unless-before", source.unlessBefore()));
    }
    action.addExtension(parts.written());
    RuleCompiler.readings(derived.readings(), action);
  }

  private void rules() {
    CriterionCompiler criteria = new CriterionCompiler(rules);
    if (!policy.criteria().isEmpty()) {
      PlanDefinitionActionComponent group =
          group(PolicyShape.CRITERIA, "All of these must hold for eligibility");
      CriterionCompiler.group(true, group);
      policy.criteria().forEach(each -> criteria.criterion(each, group.addAction()));
    }
    if (!policy.clocks().isEmpty()) {
      PlanDefinitionActionComponent group = group(PolicyShape.MILESTONES, "Who owes what by when");
      ClockCompiler clocks = new ClockCompiler(rules, policy.header().calendar());
      policy.clocks().forEach(each -> clocks.milestone(each, group.addAction()));
    }
    if (!policy.packet().isEmpty()) {
      PlanDefinitionActionComponent group =
          group(PolicyShape.PACKET, "What the file for the reviewer must hold");
      policy.packet().forEach(each -> criteria.packetElement(each, group.addAction()));
    }
  }
}
