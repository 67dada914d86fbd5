package org.openimr.fhir.policy.text.file;

import org.openimr.fhir.policy.text.BoundText;
import org.openimr.fhir.policy.text.DerivedEventText;
import org.openimr.fhir.policy.text.ExtensionText;
import org.openimr.fhir.policy.text.OmissionText;
import org.openimr.fhir.policy.text.RuleText;
import org.openimr.fhir.policy.text.WithinText;

/** Writes what rules, bounds and derived events have. */
final class RuleTextWriter {

  private final YamlLines yaml;

  RuleTextWriter(YamlLines yaml) {
    this.yaml = yaml;
  }

  void rule(RuleText rule) {
    yaml.text("id", rule.id());
    yaml.text("variant", rule.variant());
    address(rule.address());
    yaml.text("rule", rule.text());
    yaml.text("source", rule.source());
    yaml.texts("reading", rule.readings());
    if (!rule.also().isEmpty()) {
      yaml.open("also");
      for (RuleText.Also also : rule.also()) {
        yaml.item();
        yaml.text("id", also.rule());
        address(also.address());
        yaml.close();
      }
      yaml.close();
    }
  }

  private void address(RuleText.Address address) {
    yaml.text("document", address.document());
    yaml.text("section", address.section());
  }

  void omission(OmissionText omission) {
    address(omission.address());
    yaml.text("reason", omission.reason());
  }

  void bound(BoundText bound) {
    rule(bound.rule());
    yaml.text("owed-by", bound.owedBy());
    yaml.text("when", bound.when());
    yaml.text("starts-with", bound.startsWith());
    yaml.text("not-before", bound.window().notBefore());
    yaml.text("business-day-before", bound.window().businessDayBefore());
    yaml.text("unless-business-day-before", bound.window().unlessBusinessDayBefore());
    yaml.text("within", bound.within().toString());
    yaml.flag("nested", bound.nested() && !(bound.within() instanceof WithinText.DueOf));
    yaml.text("calendar", bound.calendar());
    yaml.flag("first-day-counts", bound.firstDayCounts());
    if (bound.extension() != null) {
      extension(bound.extension());
    }
  }

  private void extension(ExtensionText extension) {
    yaml.open("extension");
    yaml.text("rule", extension.rule());
    if (extension.address() != null) {
      address(extension.address());
    }
    yaml.text("times", Integer.toString(extension.times()));
    yaml.text("each", extension.each().toString());
    yaml.text("base", extension.base());
    yaml.text("cap", extension.cap() == null ? null : extension.cap().toString());
    yaml.text("cap-from", extension.capFrom());
    yaml.text("unless", extension.unless());
    yaml.close();
  }

  void derivedEvent(DerivedEventText derived) {
    yaml.text("event", derived.event());
    yaml.text("choice", derived.choice());
    yaml.texts("reading", derived.readings());
    yaml.open("from");
    for (DerivedEventText.Source source : derived.sources()) {
      yaml.item();
      yaml.text("event", source.event());
      yaml.text("when", source.when());
      yaml.text("plus", source.plus() == null ? null : source.plus().toString());
      yaml.text("unless-before", source.unlessBefore());
      yaml.close();
    }
    yaml.close();
  }
}
