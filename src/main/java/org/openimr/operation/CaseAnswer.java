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
import org.openimr.fhir.DeadlineWriter;
import org.openimr.fhir.EligibilityWriter;
import org.openimr.fhir.Explanation;
import org.openimr.fhir.RemarkWriter;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.ServiceLineWriter;
import org.openimr.fhir.request.OpenRequests;

/** Writes a case and everything that is concluded about it as Parameters. */
final class CaseAnswer {

  private CaseAnswer() {}

  /**
   * Writes an answer.
   *
   * @param file the case as stored
   * @param assessment what is concluded about it
   * @param lines the lines of the disputed claim
   * @param remarks what was not refused but ought to be known
   * @return {@code case}, {@code eligibility}, every {@code deadline}, {@code missingElement}, open
   *     {@code informationRequest} and {@code line}; {@code issues} if there are any
   */
  static Parameters write(
      CaseFile file, CaseAssessment assessment, List<ServiceLine> lines, List<Problem> remarks) {
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
    lines.forEach(line -> answer.addParameter(ServiceLineWriter.write(line)));
    if (!remarks.isEmpty()) {
      answer.addParameter().setName("issues").setResource(RemarkWriter.write(remarks));
    }
    return answer;
  }

  private static void add(Parameters answer, Task request) {
    answer.addParameter().setName("informationRequest").setResource(request);
  }
}
