package org.openimr.server.packet;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.ResponseDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.fhir.content.KeptContents;
import org.openimr.fhir.content.MarkedContents;
import org.openimr.fhir.packet.archive.PacketZip;
import org.openimr.fhir.packet.seal.PacketSeal;
import org.openimr.server.content.FilledAnswers;
import org.openimr.server.content.FilledJson;
import org.openimr.server.door.body.BodyRoom;
import org.openimr.server.http.Outcomes;
import org.openimr.server.http.retrieval.PreparedAnswers;
import org.openimr.server.http.retrieval.Retrieval;
import org.openimr.server.http.retrieval.StoredHead;

/** Gives a packet as a zip or as one PDF to who asks for it, in place of JSON or XML. */
@Interceptor
public final class PacketAnswers {

  /** The media type of a zip. */
  public static final String ZIP = "application/zip";

  private static final String PDF = "application/pdf";
  private static final Map<String, String> TYPES =
      Map.of(ZIP, ZIP, "zip", ZIP, PDF, PDF, "pdf", PDF);

  private final PacketSeal seal;
  private final FilledAnswers answers;
  private final KeptContents contents;

  /**
   * Makes it.
   *
   * @param seal reads packets as they are sent
   * @param answers writes packets as they are sent
   * @param contents where contents are that packets name
   */
  PacketAnswers(PacketSeal seal, FilledAnswers answers, KeptContents contents) {
    this.seal = seal;
    this.answers = answers;
    this.contents = contents;
  }

  /**
   * Says whether a request asks for one of these: by {@code _format}, else first of all by its
   * header.
   *
   * @param request a request for a packet
   * @return whether it does
   */
  public static boolean asked(HttpServletRequest request) {
    return wanted(request) != null;
  }

  /**
   * Says whether a request asks for a zip.
   *
   * @param request a request for something that is signed
   * @return whether it does
   */
  public static boolean zip(HttpServletRequest request) {
    return ZIP.equals(wanted(request));
  }

  /** A determination has no pages of its own, and is given as a zip alone. */
  private static boolean offered(ServletRequestDetails details) {
    return "$packet".equals(details.getOperation())
        || "$determination".equals(details.getOperation()) && zip(details.getServletRequest());
  }

  private static String wanted(HttpServletRequest request) {
    String format = request.getParameter("_format");
    String accept = request.getHeader("Accept");
    String first = accept == null ? "" : accept.split("[,;]", 2)[0];
    return TYPES.get((format == null ? first : format).strip().toLowerCase(Locale.ROOT));
  }

  /** Prepares it. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = PreparedAnswers.BEFORE_AUDIT)
  public void prepare(ServletRequestDetails details, ResponseDetails response) {
    if (!offered(details)
        || !(response.getResponseResource() instanceof Bundle packet)
        || !asked(details.getServletRequest())) {
      return;
    }
    String type = wanted(details.getServletRequest());
    FilledJson json = type.equals(ZIP) ? answers.json(packet) : null;
    boolean head = Retrieval.of(details).head();
    byte[] pdf = type.equals(PDF) && !head ? pdf(packet) : null;
    PreparedAnswers.prepare(
        details,
        answer -> {
          head(details, packet, type, answer);
          // what it would be told without: nothing is read for it
          if (!head && json != null) {
            PacketZip.write(seal.json(packet), json::write, answer.getOutputStream());
          } else if (!head) {
            answer.getOutputStream().write(pdf);
          }
        });
  }

  private static void head(
      ServletRequestDetails details, Bundle packet, String type, HttpServletResponse answer) {
    String name = packet.getIdentifier().getValue().replaceAll("[^A-Za-z0-9._-]", "-");
    StoredHead.request(details, answer);
    answer.setContentType(type);
    answer.setHeader(
        "Content-Disposition",
        "attachment; filename=\"" + name + (type.equals(ZIP) ? ".zip\"" : ".pdf\""));
  }

  private byte[] pdf(Bundle packet) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    BodyRoom.Place place = BodyRoom.ofRequest();
    if (place != null && !place.find(MarkedContents.sizes(packet))) {
      throw Outcomes.refusal(
          406,
          IssueType.NOTSUPPORTED,
          "The packet is too large to be printed; ask for it as JSON or zip.",
          "http.Accept");
    }
    try {
      PacketPdf.print(packet, contents, printed);
      return printed.toByteArray();
    } catch (OtherPagesException | IOException unprintable) {
      throw Outcomes.refusal(
          422,
          IssueType.NOTSUPPORTED,
          "The packet cannot be printed with the numbers that it states; it can be had as JSON, XML"
              + " or zip.",
          null);
    }
  }
}
