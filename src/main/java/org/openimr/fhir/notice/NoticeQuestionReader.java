package org.openimr.fhir.notice;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.core.casefile.EventTime;
import org.openimr.core.notice.NoticeWay;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.parameter.Part;
import org.openimr.fhir.parameter.Problems;
import org.openimr.fhir.parameter.SeenNames;

/**
 * Reads how a client wants a notice to be sent, and names every problem at once.
 *
 * @see <a href="../../../../../../../docs/operations/send-notice.md">send-notice</a>
 */
public final class NoticeQuestionReader {

  private static final Set<String> NAMES = Set.of("sent", "medium");

  private final Problems problems = new Problems();
  private EventTime sent;
  private NoticeWay way;

  private NoticeQuestionReader() {}

  /**
   * Reads a request.
   *
   * @param parameters the parameters as sent
   * @return what is wanted
   * @throws UnreadableResourceException naming all that is wrong, each with its FHIRPath
   */
  public static NoticeQuestion read(Parameters parameters) {
    return new NoticeQuestionReader().of(parameters);
  }

  private NoticeQuestion of(Parameters parameters) {
    SeenNames.take(parameters, NAMES, Set.of(), problems, this::take);
    if (way != null && sent == null) {
      problems.unacceptable(
          "business-rule",
          "Parameters.parameter.where(name='medium')",
          "medium tells how a notice was sent; the time in sent was expected beside it.");
    }
    problems.report();
    return new NoticeQuestion(sent, way);
  }

  private void take(Part part) {
    if (part.label().equals("sent")) {
      sent = part.time();
      if (sent != null && sent.instant() == null) {
        problems.unacceptable(
            "value", part.path() + ".value", "sent must have a time, not a date alone.");
      }
      return;
    }
    String code = part.text("code");
    way = code == null ? null : NoticeWay.ofCode(code);
    if (code != null && way == null) {
      String known =
          Arrays.stream(NoticeWay.values()).map(NoticeWay::code).collect(Collectors.joining(", "));
      problems.unacceptable(
          "code-invalid",
          part.path() + ".value",
          "medium has a code that is no way to send a notice; there are " + known + ".");
    }
  }
}
