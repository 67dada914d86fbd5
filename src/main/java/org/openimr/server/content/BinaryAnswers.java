package org.openimr.server.content;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.server.http.Outcomes;
import org.openimr.server.http.retrieval.PreparedAnswers;
import org.openimr.server.http.retrieval.RawBinary;
import org.openimr.server.http.retrieval.Retrieval;
import org.openimr.server.http.retrieval.StoredHead;
import org.openimr.server.http.retrieval.UnchangedReads;

/**
 * Gives the content of a Binary by itself, whole or in part, without ever holding it.
 *
 * @see <a href="https://hl7.org/fhir/R4/binary.html#rest">FHIR R4, 2.40.4</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13">RFC 9110, 13 and 14</a>
 */
@Interceptor
public final class BinaryAnswers {

  private static final Pattern TYPE =
      Pattern.compile("[\\w.+!#$&^-]+/[\\w.+!#$&^-]+(\\s*;\\s*[\\w.-]+=[\\w.\"/+:-]+)*");

  private final BinaryContents contents;

  /** Gives these. */
  BinaryAnswers(BinaryContents contents) {
    this.contents = contents;
  }

  /** Prepares it. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = PreparedAnswers.BEFORE_AUDIT)
  public void prepare(ServletRequestDetails details, ResponseDetails response) throws IOException {
    if (!(response.getResponseResource() instanceof Binary binary) || !RawBinary.asked(details)) {
      return;
    }
    BinaryContents.Content content = contents.of(binary);
    String tag = "\"" + content.sha256() + "\"";
    if (UnchangedReads.has(details, binary, tag)) {
      PreparedAnswers.prepare(
          details, answer -> UnchangedReads.unchanged(details, binary, tag, answer));
      return;
    }
    ByteRange range = range(details.getServletRequest(), content, tag);
    ByteRange given = range == null ? new ByteRange(0, content.bytes() - 1) : range;
    boolean head = Retrieval.of(details).head();
    PreparedAnswers.prepare(
        details,
        answer -> {
          // before anything is said of it: it may not be readable
          try (InputStream in =
              head ? InputStream.nullInputStream() : content.from(given.first())) {
            StoredHead.given(details, binary, tag, answer);
            head(binary, answer);
            describe(content, given, range != null, answer);
            if (!head) {
              contents.send(content, in, given, answer.getOutputStream());
            }
          }
        });
  }

  private static void head(Binary binary, HttpServletResponse answer) {
    answer.setHeader("Accept-Ranges", "bytes");
    answer.setHeader("X-Content-Type-Options", "nosniff");
    // whatever it is, it is not shown as a page of this server
    answer.setHeader(
        "Content-Disposition",
        "attachment; filename=\"" + binary.getIdElement().getIdPart() + "\"");
  }

  /** The part that is asked for; null if it is the whole. */
  private static ByteRange range(
      HttpServletRequest request, BinaryContents.Content content, String tag) {
    String condition = request.getHeader("If-Range");
    boolean part = condition == null || condition.strip().equals(tag);
    ByteRange range = part ? ByteRange.of(request.getHeader("Range"), content.bytes()) : null;
    if (range == ByteRange.NOWHERE) {
      throw nowhere(content.bytes());
    }
    return range;
  }

  private static void describe(
      BinaryContents.Content content, ByteRange range, boolean part, HttpServletResponse answer) {
    answer.setContentType(
        content.type() != null && TYPE.matcher(content.type()).matches()
            ? content.type()
            : "application/octet-stream");
    if (part) {
      answer.setStatus(206);
      answer.setHeader(
          "Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + content.bytes());
    }
    answer.setContentLengthLong(range.length());
  }

  private static BaseServerResponseException nowhere(long bytes) {
    BaseServerResponseException refusal =
        Outcomes.refusal(
            416,
            IssueType.VALUE,
            "The Range header asks for what lies outside of the content of " + bytes + " bytes.",
            "http.Range");
    refusal.addResponseHeader("Content-Range", "bytes */" + bytes);
    return refusal;
  }
}
