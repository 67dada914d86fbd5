package org.openimr.server.command.question;

import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.parameter.SentParameters;
import org.openimr.operation.EligibilityOperation;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.server.artifact.PackagedTexts;
import picocli.CommandLine.Command;

/**
 * Whether a case that a file describes is eligible for review, and why.
 *
 * @see <a href="../../../../../../../../docs/operations/check-eligibility.md">check-eligibility</a>
 */
@Command(
    name = "eligibility",
    description = "Says whether a case is eligible, as $check-eligibility does, without a server")
public final class EligibilityCommand extends QuestionCommand {

  @Override
  Parameters answer(PackagedTexts known, CaseInquiry inquiry, SentParameters question) {
    return new EligibilityOperation(inquiry).answer(question);
  }

  @Override
  String words(Parameters answer) {
    return AnswerWords.eligibility(answer);
  }
}
