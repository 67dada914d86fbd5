package org.openimr.fhir.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.core.history.HistoricalDecision;
import org.openimr.core.history.Likeness;
import org.openimr.core.history.Tally;

/** Writes what was found of former decisions. */
public final class SimilarWriter {

  private final Parameters answer = new Parameters();
  private final int small;

  /**
   * Begins an answer.
   *
   * @param small below how many decisions a rate says little
   */
  public SimilarWriter(int small) {
    this.small = small;
  }

  /**
   * Writes what was found of what was looked for.
   *
   * @param alike what was looked for
   * @param years what was found, by year
   * @param remarks what could not be looked for
   */
  public SimilarWriter found(
      Likeness alike, SortedMap<Integer, Tally> years, List<String> remarks) {
    ParametersParameterComponent group = group("similar", alike, sum(years.values()));
    remarks.forEach(each -> text(group, "remark", each));
    for (Map.Entry<Integer, Tally> each : years.entrySet()) {
      ParametersParameterComponent year = group.addPart().setName("year");
      year.addPart().setName("year").setValue(new IntegerType(each.getKey()));
      tally(year, each.getValue());
    }
    return this;
  }

  /**
   * Writes what was found with less in common.
   *
   * @param alike what was looked for
   * @param years what was found, by year
   */
  public SimilarWriter broader(Likeness alike, SortedMap<Integer, Tally> years) {
    group("broader", alike, sum(years.values()));
    return this;
  }

  /** Writes decisions. */
  public SimilarWriter decisions(List<HistoricalDecision> decisions) {
    for (HistoricalDecision each : decisions) {
      ParametersParameterComponent decision = answer.addParameter().setName("decision");
      text(decision, "reference", each.reference());
      decision.addPart().setName("year").setValue(new IntegerType(each.year()));
      text(decision, "diagnosisCategory", each.category().diagnosis());
      text(decision, "diagnosisSubCategory", each.category().diagnosisPart());
      text(decision, "treatmentCategory", each.category().treatment());
      text(decision, "treatmentSubCategory", each.category().treatmentPart());
      code(decision, "type", each.type());
      code(decision, "outcome", each.overturned() ? "overturned" : "upheld");
      code(decision, "urgency", each.urgency());
      text(decision, "ageRange", each.age());
      code(decision, "gender", each.gender());
      days(decision, "daysToReview", each.daysToReview());
      days(decision, "daysToAdopt", each.daysToAdopt());
      text(decision, "findings", each.findings());
    }
    return this;
  }

  /** The answer. */
  public Parameters answer() {
    return answer;
  }

  private ParametersParameterComponent group(String name, Likeness alike, Tally tally) {
    ParametersParameterComponent group = answer.addParameter().setName(name);
    alike.diagnoses().forEach(each -> text(group, "diagnosisCategory", each));
    alike.diagnosisParts().forEach(each -> text(group, "diagnosisSubCategory", each));
    alike.treatments().forEach(each -> text(group, "treatmentCategory", each));
    alike.treatmentParts().forEach(each -> text(group, "treatmentSubCategory", each));
    code(group, "type", alike.type());
    tally(group, tally);
    if (tally.count() < small) {
      text(
          group,
          "remark",
          "n = "
              + tally.count()
              + ": too few for a rate to tell much; less than "
              + small
              + " are held to be few.");
    }
    return group;
  }

  private static Tally sum(Collection<Tally> tallies) {
    return tallies.stream().reduce(Tally.NONE, Tally::plus);
  }

  private static void tally(ParametersParameterComponent to, Tally tally) {
    to.addPart().setName("count").setValue(new IntegerType((int) tally.count()));
    to.addPart().setName("overturned").setValue(new IntegerType((int) tally.overturned()));
    if (tally.count() > 0) {
      to.addPart().setName("overturnRate").setValue(new DecimalType(tally.rate()));
    }
  }

  private static void days(ParametersParameterComponent to, String name, int days) {
    if (days >= 0) {
      to.addPart().setName(name).setValue(new IntegerType(days));
    }
  }

  private static void text(ParametersParameterComponent to, String name, String text) {
    if (!text.isEmpty()) {
      to.addPart().setName(name).setValue(new StringType(text));
    }
  }

  private static void code(ParametersParameterComponent to, String name, String code) {
    if (!code.isEmpty()) {
      to.addPart().setName(name).setValue(new CodeType(code));
    }
  }
}
