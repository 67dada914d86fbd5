package org.openimr.fhir.policy.text.file;

import java.util.List;
import java.util.function.Consumer;
import org.openimr.fhir.policy.text.CriterionText;
import org.openimr.fhir.policy.text.MilestoneText;
import org.openimr.fhir.policy.text.PacketElementText;
import org.openimr.fhir.policy.text.PolicyDocument;
import org.openimr.fhir.policy.text.PolicyHeader;
import org.openimr.fhir.policy.text.PolicyText;

/** Writes a policy text as YAML that {@link PolicyTextReader} reads back as the same text. */
public final class PolicyTextWriter {

  private final YamlLines yaml = new YamlLines();

  private PolicyTextWriter() {}

  /**
   * Writes a policy.
   *
   * @param policy the policy
   * @return YAML
   */
  public static String write(PolicyText policy) {
    PolicyTextWriter writer = new PolicyTextWriter();
    writer.header(policy.header());
    writer.list("documents", policy.documents(), writer::document);
    RuleTextWriter rules = new RuleTextWriter(writer.yaml);
    writer.list("derived-events", policy.derivedEvents(), rules::derivedEvent);
    writer.list("criteria", policy.criteria(), writer::criterion);
    writer.list("clocks", policy.clocks(), writer::milestone);
    writer.list("packet", policy.packet(), writer::packetElement);
    writer.list("not-modelled", policy.notModelled(), rules::omission);
    return writer.yaml.toString();
  }

  private <T> void list(String key, List<T> items, Consumer<T> each) {
    if (!items.isEmpty()) {
      yaml.blank();
      items(key, items, each);
    }
  }

  private <T> void items(String key, List<T> items, Consumer<T> each) {
    yaml.open(key);
    for (T item : items) {
      yaml.item();
      each.accept(item);
      yaml.close();
    }
    yaml.close();
  }

  private void header(PolicyHeader header) {
    yaml.text("policy", header.policy());
    yaml.text("version", header.version());
    boolean ownUrl = !header.url().equals(PolicyHeader.CANONICAL + header.policy());
    yaml.text("url", ownUrl ? header.url() : null);
    yaml.text("title", header.title());
    yaml.text("description", header.description());
    yaml.text(
        "publisher", header.publisher().equals(PolicyHeader.PUBLISHER) ? null : header.publisher());
    yaml.text("programme", header.programme());
    yaml.text("jurisdiction", header.jurisdiction());
    yaml.text("status", header.status().equals(PolicyHeader.ACTIVE) ? null : header.status());
    yaml.flag("experimental", header.experimental());
    yaml.date("written", header.written());
    if (header.inForceFrom() != null || header.inForceUntil() != null) {
      yaml.open("in-force");
      yaml.date("from", header.inForceFrom());
      yaml.date("until", header.inForceUntil());
      yaml.close();
    }
    yaml.date("approved", header.approved());
    yaml.date("last-review", header.lastReview());
    yaml.date("text-date", header.textDate());
    yaml.text("zone", header.zone());
    yaml.text("calendar", header.calendar());
    yaml.texts("law", header.law());
    yaml.text("effect", header.effect());
    yaml.text("default-route", header.defaultRoute());
    yaml.texts("review-begins-with", header.reviewBeginsWith());
    yaml.texts("review-ends-with", header.reviewEndsWith());
  }

  private void document(PolicyDocument document) {
    yaml.text("id", document.id());
    yaml.text("title", document.title());
    yaml.text("edition", document.edition());
    yaml.text("address", document.address());
  }

  private void criterion(CriterionText criterion) {
    if (criterion instanceof CriterionText.Group group) {
      items(group.all() ? "all-of" : "any-of", group.members(), this::criterion);
      return;
    }
    CriterionText.Single single = (CriterionText.Single) criterion;
    new RuleTextWriter(yaml).rule(single.rule());
    yaml.text("asked-when", single.askedWhen());
    yaml.text("holds-when", single.holdsWhen());
    if (single.metWhen() != null) {
      yaml.open("met-when");
      yaml.texts("earliest-of", single.metWhen().events());
      yaml.text("after", single.metWhen().after());
      yaml.close();
    }
    if (single.onOrAfter() != null) {
      yaml.open("event-on-or-after");
      yaml.text("event", single.onOrAfter().event());
      yaml.date("date", single.onOrAfter().date());
      yaml.close();
    }
    yaml.text("on-failure", single.onFailure());
    yaml.text("route", single.route());
    yaml.flag("route-alone", single.routeAlone());
    yaml.flag("told-when-asked", single.toldWhenAsked());
  }

  private void milestone(MilestoneText milestone) {
    yaml.text("milestone", milestone.milestone());
    yaml.text("title", milestone.title());
    yaml.text("owed-by", milestone.owedBy());
    yaml.flag("right", milestone.right());
    yaml.flag("alternatives", milestone.alternatives());
    yaml.flag("implementation", milestone.implementation());
    yaml.flag("contingent", milestone.contingent());
    yaml.texts("stops-with", milestone.stopsWith());
    yaml.text("decides", milestone.decides());
    items("bounds", milestone.bounds(), new RuleTextWriter(yaml)::bound);
  }

  private void packetElement(PacketElementText element) {
    new RuleTextWriter(yaml).rule(element.rule());
    yaml.text("element", element.element());
    yaml.text("when", element.when());
    yaml.text("holds-when", element.holdsWhen());
    if (!element.accepts().isEmpty()) {
      items(
          "accepts",
          element.accepts(),
          accepted -> {
            yaml.text("resource", accepted.resource());
            yaml.texts("loinc", accepted.loinc());
            yaml.texts("types", accepted.types());
          });
    }
  }
}
