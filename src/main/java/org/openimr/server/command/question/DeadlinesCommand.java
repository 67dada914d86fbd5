package org.openimr.server.command.question;

import org.hl7.fhir.r4.model.Parameters;
import org.openimr.fhir.parameter.SentParameters;
import org.openimr.operation.DeadlineAnswer;
import org.openimr.operation.DeadlinesOperation;
import org.openimr.operation.casefile.CaseInquiry;
import org.openimr.server.artifact.PackagedDeterminations;
import org.openimr.server.artifact.PackagedTexts;
import picocli.CommandLine.Command;

/**
 * Who owes what by when, of a case that a file describes.
 *
 * @see <a href="../../../../../../../../docs/operations/compute-deadlines.md">compute-deadlines</a>
 */
@Command(
    name = "deadlines",
    description = "Says who owes what by when, as $compute-deadlines does, without a server")
public final class DeadlinesCommand extends QuestionCommand {

  @Override
  Parameters answer(PackagedTexts known, CaseInquiry inquiry, SentParameters question) {
    return new DeadlinesOperation(
            inquiry, new DeadlineAnswer(known.machines(), PackagedDeterminations.exposure()))
        .answer(question);
  }

  @Override
  String words(Parameters answer) {
    return AnswerWords.deadlines(answer);
  }
}
