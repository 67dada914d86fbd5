package org.openimr.operation;

import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.casefile.ServiceLine;
import org.openimr.core.deadline.Deadline;
import org.openimr.core.policy.PacketElement;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.answer.DeadlineWriter;
import org.openimr.fhir.answer.EligibilityWriter;
import org.openimr.fhir.answer.Explanation;
import org.openimr.fhir.answer.RemarkWriter;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.fact.ServiceLineWriter;
import org.openimr.fhir.request.OpenRequests;
import org.openimr.operation.casefile.RelatedCase;

/** Writes a case and everything that is concluded about it as Parameters. */
final class CaseAnswer {

  /**
   * What is said of a case besides what is concluded.
   *
   * @param lines the lines of the disputed claim
   * @param related cases about the same dispute that the caller may know of
   * @param remarks what was not refused but ought to be known
   */
  record Besides(List<ServiceLine> lines, List<RelatedCase> related, List<Problem> remarks) {}

  private CaseAnswer() {}

  /**
   * Writes an answer.
   *
   * @param file the case as stored
   * @param assessment what is concluded about it
   * @param besides what else there is to say
   * @return {@code case}, {@code eligibility}, every {@code deadline}, {@code missingElement}, open
   *     {@code informationRequest}, {@code line} and {@code related}; {@code issues} if there are
   *     any
   */
  static Parameters write(CaseFile file, CaseAssessment assessment, Besides besides) {
    Parameters answer = new Parameters();
    answer.addParameter().setName("case").setResource(file.task());
    Explanation explanation =
        Explanation.under(assessment.situation().policy(), assessment.opened());
    ParametersParameterComponent eligibility = answer.addParameter().setName("eligibility");
    EligibilityWriter.write(assessment.eligibility(), explanation).forEach(eligibility::addPart);
    for (Deadline deadline : assessment.deadlines()) {
      answer.addParameter(DeadlineWriter.write(deadline, explanation));
    }
    for (PacketElement element : assessment.manifest().missing()) {
      answer.addParameter().setName("missingElement").setValue(new CodeType(element.code()));
    }
    OpenRequests.of(file).all().forEach(request -> add(answer, request));
    besides.lines().forEach(line -> answer.addParameter(ServiceLineWriter.write(line)));
    besides.related().forEach(each -> answer.addParameter(RelatedCaseWriter.write(each)));
    if (!besides.remarks().isEmpty()) {
      answer.addParameter().setName("issues").setResource(RemarkWriter.write(besides.remarks()));
    }
    return answer;
  }

  private static void add(Parameters answer, Task request) {
    answer.addParameter().setName("informationRequest").setResource(request);
  }
}
