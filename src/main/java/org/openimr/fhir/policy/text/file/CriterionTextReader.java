package org.openimr.fhir.policy.text.file;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.openimr.fhir.policy.text.CriterionText;
import org.openimr.fhir.policy.text.PacketElementText;
import org.openimr.fhir.policy.text.RuleText;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/** Reads criteria and the elements of the packet. */
final class CriterionTextReader {

  private final RuleTextReader rules;
  private final BiConsumer<YamlBlock, String> place;

  CriterionTextReader(RuleTextReader rules, BiConsumer<YamlBlock, String> place) {
    this.rules = rules;
    this.place = place;
  }

  CriterionText criterion(YamlBlock block) {
    for (String group : List.of("any-of", "all-of")) {
      if (block.has(group)) {
        List<CriterionText> members = block.blocks(group).stream().map(this::criterion).toList();
        block.end();
        return new CriterionText.Group(group.equals("all-of"), members);
      }
    }
    RuleText rule = rules.rule(block);
    place.accept(block, rule.name());
    String onFailure = block.text("on-failure");
    if (onFailure != null && !onFailure.equals("undetermined")) {
      block.problem("'on-failure': '" + onFailure + "' is not undetermined");
    }
    CriterionText.Single criterion =
        new CriterionText.Single(
            rule,
            block.text("asked-when"),
            block.text("holds-when"),
            onFailure,
            block.text("route"),
            block.flag("route-alone"),
            block.flag("told-when-asked"),
            metWhen(block.block("met-when")),
            onOrAfter(block.block("event-on-or-after")));
    if (criterion.holdsWhen() == null && criterion.onOrAfter() == null) {
      block.problem("'holds-when' is missing: what must hold?");
    }
    if (criterion.routeAlone() && criterion.route() == null) {
      block.problem("'route-alone' needs a 'route'");
    }
    if (criterion.toldWhenAsked() && criterion.askedWhen() == null) {
      block.problem("'told-when-asked' needs an 'asked-when'");
    }
    block.end();
    return criterion;
  }

  private CriterionText.MetWhen metWhen(YamlBlock block) {
    if (block == null) {
      return null;
    }
    List<String> events = block.texts("earliest-of");
    if (events.isEmpty()) {
      block.problem("'earliest-of' names at least one event");
    }
    CriterionText.MetWhen met = new CriterionText.MetWhen(events, block.required("after"));
    block.end();
    return met;
  }

  private CriterionText.OnOrAfter onOrAfter(YamlBlock block) {
    if (block == null) {
      return null;
    }
    String event = block.required("event");
    if (!block.has("date")) {
      block.problem("'date' is missing");
    }
    LocalDate date = block.date("date");
    block.end();
    return new CriterionText.OnOrAfter(event, date);
  }

  PacketElementText packetElement(YamlBlock block) {
    RuleText rule = rules.rule(block);
    String element = block.required("element");
    place.accept(block, "packet." + element);
    if (rule.variant() != null) {
      block.problem("'variant' has no place here: the element tells entries apart");
    }
    String when = block.text("when");
    String holds = block.text("holds-when");
    List<PacketElementText.Accepted> accepts = new ArrayList<>();
    for (YamlBlock each : block.blocks("accepts")) {
      accepts.add(
          new PacketElementText.Accepted(
              each.required("resource"), each.texts("loinc"), each.texts("types")));
      each.end();
    }
    if (accepts.isEmpty() && holds == null) {
      block.problem("'accepts' or 'holds-when' says what fulfils the element");
    }
    block.end();
    return new PacketElementText(rule, element, when, holds, accepts);
  }
}
