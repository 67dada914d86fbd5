package org.openimr.fhir.policy.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.hl7.fhir.r4.model.PlanDefinition.PlanDefinitionActionComponent;
import org.hl7.fhir.r4.model.RelatedArtifact;
import org.hl7.fhir.r4.model.RelatedArtifact.RelatedArtifactType;
import org.openimr.fhir.policy.text.CriterionText;
import org.openimr.fhir.policy.text.DerivedEventText;
import org.openimr.fhir.policy.text.Laws;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.OmissionText;
import org.openimr.fhir.policy.text.PacketElementText;
import org.openimr.fhir.policy.text.PolicyDocument;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.RuleText;

/**
 * Turns a PlanDefinition of the agreed shape back into the policy text from which it would be
 * compiled.
 *
 * <p>What has no place in the shape is refused, because a text without it would say something else;
 * extensions of others are left aside.
 */
public final class PolicyDecompiler {

  /** Said of an id that two actions have. */
  public static final String TWICE = "the id stands twice";

  private final PlanDefinition plan;
  private final PlanProblems problems;
  private final Set<String> events = new HashSet<>();
  private final List<DerivedEventText> derived = new ArrayList<>();
  private final List<CriterionText> criteria = new ArrayList<>();
  private final List<MilestoneText> clocks = new ArrayList<>();
  private final List<PacketElementText> packet = new ArrayList<>();

  private PolicyDecompiler(PlanDefinition plan, PlanProblems problems) {
    this.plan = plan;
    this.problems = problems;
  }

  /**
   * Turns a PlanDefinition back into a policy text.
   *
   * @param plan the PlanDefinition
   * @param laws the laws that it may name, whose limits are left out of the text
   * @return the text
   * @throws UnreadablePlanException naming everything that is not of the agreed shape
   */
  public static PolicyText decompile(PlanDefinition plan, Laws laws) {
    PlanProblems problems = new PlanProblems();
    PolicyText shown = shown(plan, problems);
    LawCheck.check(shown, laws, problems);
    if (!problems.found().isEmpty()) {
      throw new UnreadablePlanException(plan.getUrl() + "|" + plan.getVersion(), problems.found());
    }
    return laws.without(shown);
  }

  /** Reads as much as can be read, the limits of the law included; what cannot be read is noted. */
  public static PolicyText shown(PlanDefinition plan, PlanProblems problems) {
    return new PolicyDecompiler(plan, problems).text();
  }

  private PolicyText text() {
    checkIds(plan.getAction(), new HashSet<>());
    List<PolicyDocument> documents = documents();
    RuleDecompiler rules = new RuleDecompiler(documents, problems);
    List<OmissionText> omissions = omissions(rules);
    ClockDecompiler milestones = new ClockDecompiler(rules);
    for (PlanDefinitionActionComponent group : plan.getAction()) {
      group(group, rules, milestones);
    }
    Set<String> codes = new HashSet<>();
    clocks.forEach(milestone -> codes.add(milestone.milestone()));
    clocks.forEach(
        milestone ->
            milestones.checkTargets(
                milestone, (name, event) -> (event ? events : codes).contains(name)));
    return new PolicyText(
            HeaderDecompiler.header(plan, problems),
            documents,
            derived,
            criteria,
            clocks,
            packet,
            omissions)
        .withCommonCalendar();
  }

  private void checkIds(List<PlanDefinitionActionComponent> actions, Set<String> seen) {
    for (PlanDefinitionActionComponent action : actions) {
      String id = RuleDecompiler.id(action);
      boolean group = !action.hasCode() && action.hasAction();
      if (id.isEmpty() && !group) {
        problems.of("action").add("", "action '" + action.getTitle() + "' has no id");
      } else if (!id.isEmpty() && !seen.add(id)) {
        problems.add(id, TWICE);
      }
      checkIds(action.getAction(), seen);
    }
  }

  private void group(
      PlanDefinitionActionComponent group, RuleDecompiler rules, ClockDecompiler milestones) {
    CriterionDecompiler reader = new CriterionDecompiler(rules);
    String id = RuleDecompiler.id(group);
    switch (id) {
      case PolicyShape.EVENTS -> group.getAction().forEach(action -> event(action, rules));
      case PolicyShape.CRITERIA -> {
        if (!reader.all(group)) {
          problems.add(id, "all of the criteria must hold; alternatives stand in a group within");
        }
        group.getAction().forEach(action -> criteria.add(reader.criterion(action)));
      }
      case PolicyShape.MILESTONES ->
          group.getAction().forEach(action -> clocks.add(milestones.milestone(action)));
      case PolicyShape.PACKET ->
          group.getAction().forEach(action -> packet.add(reader.packetElement(action)));
      default -> problems.add(id, "is none of the groups events, criteria, milestones and packet");
    }
  }

  private void event(PlanDefinitionActionComponent action, RuleDecompiler rules) {
    String id = RuleDecompiler.id(action);
    Set<String> elements = Set.of("id", "title", "code", "type", "documentation");
    rules.checkShape(action, id, elements, Set.of("imr-derived-event"));
    String code = rules.code(action, "imr-event");
    if (!code.isEmpty() && !code.equals(id)) {
      problems.add(id, "the id is not the code of the event, " + code);
    }
    events.add(id);
    if (!action.hasExtension(PolicyShape.STRUCTURE + "imr-derived-event")) {
      return;
    }
    PartsReader parts = PartsReader.of("imr-derived-event", action, id, problems);
    List<DerivedEventText.Source> sources = new ArrayList<>();
    for (PartsReader source : parts.nested("source")) {
      sources.add(
          new DerivedEventText.Source(
              source.required("event", source.id("event")),
              source.text("when"),
              source.limit("plus"),
              source.id("unless-before")));
      source.end();
    }
    String choice = parts.required("choice", parts.code("choice"));
    derived.add(new DerivedEventText(id, choice, rules.readings(action), sources));
    parts.end();
  }

  private List<PolicyDocument> documents() {
    List<PolicyDocument> documents = new ArrayList<>();
    for (RelatedArtifact each : plan.getRelatedArtifact()) {
      if (each.getType() == RelatedArtifactType.CITATION) {
        String title = each.hasDisplay() ? each.getDisplay() : "";
        String citation = each.hasCitation() ? each.getCitation() : "";
        if (title.isEmpty() || !citation.startsWith(title + ", ") || !each.hasLabel()) {
          problems
              .of("relatedArtifact")
              .add("", "a document needs label, display and citation 'DISPLAY, EDITION'");
        } else {
          String edition = citation.substring(title.length() + 2);
          documents.add(new PolicyDocument(each.getLabel(), title, edition, each.getUrl()));
        }
      }
    }
    if (documents.isEmpty()) {
      problems.of("relatedArtifact").add("", "cites no document");
    }
    return documents;
  }

  private List<OmissionText> omissions(RuleDecompiler rules) {
    List<OmissionText> omissions = new ArrayList<>();
    for (RelatedArtifact each : plan.getRelatedArtifact()) {
      if (each.getType() == RelatedArtifactType.DOCUMENTATION
          && PolicyShape.NOT_MODELLED.equals(each.getLabel())) {
        RuleText.Address address = rules.omitted(each);
        omissions.add(new OmissionText(address, each.hasDisplay() ? each.getDisplay() : ""));
      }
    }
    return omissions;
  }

  static LocalDate date(BaseDateTimeType date) {
    String value = date == null ? null : date.getValueAsString();
    return value == null || value.length() < 10 ? null : LocalDate.parse(value.substring(0, 10));
  }
}
