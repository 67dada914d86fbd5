package org.openimr.fhir.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.ResourceType;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.policy.Criterion;
import org.openimr.core.policy.CriterionNode;
import org.openimr.core.policy.DerivedEvent;
import org.openimr.core.policy.PacketElement;
import org.openimr.fhir.policy.plan.PolicyShape;
import org.openimr.fhir.policy.text.CriterionText;
import org.openimr.fhir.policy.text.DerivedEventText;
import org.openimr.fhir.policy.text.PacketElementText;

/** Turns criteria, derived events and elements of the packet into those of the core. */
final class CriterionReader {

  private final Names names;

  CriterionReader(Names names) {
    this.names = names;
  }

  CriterionNode criterion(CriterionText text) {
    if (text instanceof CriterionText.Group group) {
      return new CriterionNode.Group(
          group.all(), group.members().stream().map(this::criterion).toList());
    }
    CriterionText.Single single = (CriterionText.Single) text;
    String id = single.rule().name();
    names.code(id, "imr-on-failure", single.onFailure());
    names.code(id, "imr-route", single.route());
    return new Criterion(
        id,
        names.rule(id, single.rule().id()),
        single.rule().text(),
        names.citation(id, single.rule()),
        names.condition(id, "asked-when", single.askedWhen()),
        names.condition(id, "holds-when", single.holdsWhen()),
        new Criterion.Terms(
            single.onFailure() != null,
            single.route(),
            single.routeAlone(),
            metWhen(id, single.metWhen()),
            notBefore(id, single.onOrAfter()),
            single.toldWhenAsked()));
  }

  private Criterion.Order metWhen(String id, CriterionText.MetWhen text) {
    if (text == null) {
      return null;
    }
    List<EventDefinition> events =
        text.events().stream()
            .map(event -> names.event(id, event))
            .filter(Objects::nonNull)
            .toList();
    return new Criterion.Order(events, names.event(id, text.after()));
  }

  private Criterion.NotBefore notBefore(String id, CriterionText.OnOrAfter text) {
    return text == null
        ? null
        : new Criterion.NotBefore(names.event(id, text.event()), text.date());
  }

  DerivedEvent derivedEvent(DerivedEventText text) {
    String id = text.event();
    names.code(id, "imr-choice", text.choice());
    List<DerivedEvent.Source> sources = new ArrayList<>();
    for (DerivedEventText.Source source : text.sources()) {
      if (source.plus() != null && !source.plus().unit().equals("d")) {
        names.problem(id, "what is added is counted in calendar days, not " + source.plus());
      }
      sources.add(
          new DerivedEvent.Source(
              names.event(id, source.event()),
              names.condition(id, "when", source.when()),
              source.plus() == null ? 0 : source.plus().amount(),
              names.event(id, source.unlessBefore())));
    }
    if (sources.isEmpty()) {
      names.problem(id, "a derived event follows from at least one other");
    }
    return new DerivedEvent(names.event(id, id), text.choice().equals("latest"), sources);
  }

  PacketElement packetElement(PacketElementText text) {
    String id = PolicyShape.PACKET + "." + text.element();
    names.code(id, "imr-packet-element", text.element());
    List<PacketElement.Accepted> accepts = new ArrayList<>();
    for (PacketElementText.Accepted accepted : text.accepts()) {
      List<String> types = new ArrayList<>();
      accepted.loinc().forEach(code -> types.add(PolicyShape.LOINC + "|" + code));
      for (String code : accepted.types()) {
        names.code(id, "imr-document-type", code);
        types.add(PolicyShape.DOCUMENT_TYPE + "|" + code);
      }
      checkResource(id, accepted.resource());
      accepts.add(new PacketElement.Accepted(accepted.resource(), types));
    }
    return new PacketElement(
        text.element(),
        names.rule(id, text.rule().id()),
        text.rule().text(),
        names.citation(id, text.rule()),
        names.condition(id, "when", text.when()),
        text.holdsWhen() == null ? null : names.condition(id, "holds-when", text.holdsWhen()),
        accepts);
  }

  private void checkResource(String id, String type) {
    for (ResourceType known : ResourceType.values()) {
      if (known.name().equals(type)) {
        return;
      }
    }
    names.problem(id, "there is no resource type '" + type + "'");
  }
}
