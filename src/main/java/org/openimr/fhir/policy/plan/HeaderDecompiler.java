package org.openimr.fhir.policy.plan;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.fhir.policy.text.PolicyHeader;

/** Reads what a PlanDefinition is called and where it holds. */
public final class HeaderDecompiler {

  private HeaderDecompiler() {}

  /** The head of a policy; what is missing in it or wrong is added to the problems. */
  public static PolicyHeader header(PlanDefinition plan, PlanProblems problems) {
    String url = required(plan.getUrl(), "url", problems);
    String version = required(plan.getVersion(), "version", problems);
    String policy = url.substring(url.lastIndexOf('/') + 1);
    String id = plan.getIdElement().getIdPart();
    if (!policy.isEmpty() && !version.isEmpty() && !(policy + "-" + version).equals(id)) {
      problems.of("id").add("", "the id is '" + id + "', not '" + policy + "-" + version + "'");
    }
    PartsReader terms = PartsReader.of(PartsReader.TERMS, plan, "", problems);
    PolicyHeader header =
        new PolicyHeader(
            policy,
            version,
            url,
            required(plan.getTitle(), "title", problems),
            required(plan.getDescription(), "description", problems),
            required(plan.getPublisher(), "publisher", problems),
            required(programme(plan), "useContext", problems),
            required(jurisdiction(plan), "jurisdiction", problems),
            plan.getStatus() != null ? plan.getStatus().toCode() : "active",
            plan.getExperimental(),
            PolicyDecompiler.date(plan.getDateElement()),
            PolicyDecompiler.date(plan.getEffectivePeriod().getStartElement()),
            PolicyDecompiler.date(plan.getEffectivePeriod().getEndElement()),
            PolicyDecompiler.date(plan.getApprovalDateElement()),
            PolicyDecompiler.date(plan.getLastReviewDateElement()),
            terms.date("text-date"),
            terms.required("zone", terms.code("zone")),
            null,
            terms.required("effect", terms.code("effect")),
            terms.code("default-route"),
            terms.codes("law"),
            terms.ids("review-begins-with"),
            terms.ids("review-ends-with"));
    terms.end();
    return header;
  }

  private static String required(String value, String element, PlanProblems problems) {
    if (value == null || value.isBlank()) {
      problems.of(element).add("", "has no " + element);
      return "";
    }
    return value;
  }

  private static String programme(PlanDefinition plan) {
    return plan.getUseContextFirstRep().getValue() instanceof CodeableConcept concept
        ? concept.getText()
        : null;
  }

  private static String jurisdiction(PlanDefinition plan) {
    return plan.getJurisdictionFirstRep().getCodingFirstRep().getCode();
  }
}
