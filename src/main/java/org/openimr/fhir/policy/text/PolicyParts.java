package org.openimr.fhir.policy.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The parts of a policy text by name, each with what it says, key by key as in YAML; so that two
 * texts can be laid beside each other.
 */
final class PolicyParts {

  private final Map<String, Map<String, String>> parts = new LinkedHashMap<>();

  private PolicyParts() {}

  /** Takes a text apart: names of parts in the order of the document, to keys and values. */
  static Map<String, Map<String, String>> of(PolicyText policy) {
    PolicyParts parts = new PolicyParts();
    parts.header(policy.header());
    policy.documents().forEach(parts::document);
    policy.derivedEvents().forEach(parts::derivedEvent);
    policy.criteria().forEach(criterion -> parts.criterion(criterion, "all"));
    policy.clocks().forEach(parts::milestone);
    policy.packet().forEach(parts::packetElement);
    policy.notModelled().forEach(parts::omission);
    return parts.parts;
  }

  private Map<String, String> part(String name) {
    String free = name;
    for (int i = 2; parts.containsKey(free); i++) {
      free = name + " (" + i + ")";
    }
    return parts.computeIfAbsent(free, key -> new LinkedHashMap<>());
  }

  private static void put(Map<String, String> part, String key, Object value) {
    boolean nothing = value == null || value.equals(false) || value.equals(List.of());
    if (!nothing) {
      part.put(key, value.toString());
    }
  }

  private void header(PolicyHeader header) {
    Map<String, String> part = part("header");
    put(part, "policy", header.policy());
    put(part, "version", header.version());
    put(part, "url", header.url());
    put(part, "title", header.title());
    put(part, "description", header.description());
    put(part, "publisher", header.publisher());
    put(part, "programme", header.programme());
    put(part, "jurisdiction", header.jurisdiction());
    put(part, "status", header.status());
    put(part, "experimental", header.experimental());
    put(part, "written", header.written());
    put(part, "in-force from", header.inForceFrom());
    put(part, "in-force until", header.inForceUntil());
    put(part, "approved", header.approved());
    put(part, "last-review", header.lastReview());
    put(part, "text-date", header.textDate());
    put(part, "zone", header.zone());
    put(part, "calendar", header.calendar());
    put(part, "law", header.law());
    put(part, "effect", header.effect());
    put(part, "default-route", header.defaultRoute());
    put(part, "review-begins-with", header.reviewBeginsWith());
    put(part, "review-ends-with", header.reviewEndsWith());
  }

  private void document(PolicyDocument document) {
    Map<String, String> part = part("document " + document.id());
    put(part, "title", document.title());
    put(part, "edition", document.edition());
    put(part, "address", document.address());
  }

  private void derivedEvent(DerivedEventText derived) {
    Map<String, String> part = part("derived event " + derived.event());
    put(part, "choice", derived.choice());
    put(part, "reading", derived.readings());
    put(
        part,
        "from",
        derived.sources().stream()
            .map(
                source ->
                    source.event()
                        + said(" when ", source.when())
                        + said(" plus ", source.plus())
                        + said(" unless before ", source.unlessBefore()))
            .toList());
  }

  private static String said(String word, Object value) {
    return value == null ? "" : word + value;
  }

  private void criterion(CriterionText criterion, String group) {
    if (criterion instanceof CriterionText.Group members) {
      String inner = group + (members.all() ? ", all" : ", any");
      members.members().forEach(member -> criterion(member, inner));
      return;
    }
    CriterionText.Single single = (CriterionText.Single) criterion;
    Map<String, String> part = part("criterion " + single.rule().name());
    rule(part, single.rule());
    put(part, "must hold", group);
    put(part, "asked-when", single.askedWhen());
    put(part, "holds-when", single.holdsWhen());
    put(part, "met-when", single.metWhen());
    put(part, "event-on-or-after", single.onOrAfter());
    put(part, "on-failure", single.onFailure());
    put(part, "route", single.route());
    put(part, "route-alone", single.routeAlone());
  }

  private void milestone(MilestoneText milestone) {
    Map<String, String> part = part("milestone " + milestone.milestone());
    put(part, "title", milestone.title());
    put(part, "owed-by", milestone.owedBy());
    put(part, "right", milestone.right());
    put(part, "alternatives", milestone.alternatives());
    put(part, "implementation", milestone.implementation());
    put(part, "contingent", milestone.contingent());
    put(part, "stops-with", milestone.stopsWith());
    put(part, "decides", milestone.decides());
    for (BoundText bound : milestone.bounds()) {
      limit(part("limit " + milestone.milestone() + "." + bound.rule().name()), bound);
    }
  }

  private static void limit(Map<String, String> part, BoundText bound) {
    rule(part, bound.rule());
    put(part, "owed-by", bound.owedBy());
    put(part, "when", bound.when());
    put(part, "starts-with", bound.startsWith());
    put(part, "not-before", bound.window().notBefore());
    put(part, "business-day-before", bound.window().businessDayBefore());
    put(part, "unless-business-day-before", bound.window().unlessBusinessDayBefore());
    put(part, "within", bound.within());
    put(part, "nested", bound.nested());
    put(part, "calendar", bound.calendar());
    put(part, "first-day-counts", bound.firstDayCounts());
    ExtensionText extension = bound.extension();
    if (extension != null) {
      put(part, "extension rule", extension.rule());
      put(part, "extension", extension.times() + " times " + extension.each());
      put(part, "extension base", extension.base());
      put(part, "extension cap", extension.cap());
      put(part, "extension cap-from", extension.capFrom());
      put(part, "extension unless", extension.unless());
    }
  }

  private void packetElement(PacketElementText element) {
    Map<String, String> part = part("packet element " + element.element());
    rule(part, element.rule());
    put(part, "when", element.when());
    put(part, "holds-when", element.holdsWhen());
    put(
        part,
        "accepts",
        element.accepts().stream()
            .map(each -> each.resource() + " " + each.loinc() + " " + each.types())
            .toList());
  }

  private static void rule(Map<String, String> part, RuleText rule) {
    put(part, "id", rule.id());
    put(part, "section", section(rule.address()));
    put(part, "rule", rule.text());
    put(part, "source", rule.source());
    put(part, "reading", rule.readings());
    put(
        part,
        "also",
        rule.also().stream().map(also -> also.rule() + " " + section(also.address())).toList());
  }

  private static String section(RuleText.Address address) {
    return List.of(Objects.toString(address.document(), ""), address.section()).stream()
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private void omission(OmissionText omission) {
    put(part("not modelled " + section(omission.address())), "reason", omission.reason());
  }
}
