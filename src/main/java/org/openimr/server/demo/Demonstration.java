package org.openimr.server.demo;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Resource;

/**
 * Submits the worked example to a running server and prints what comes back: eligibility with
 * reasons, every duty with its due time and rule, one count day by day, and the packet.
 *
 * <p>The case is asked about as of the day of its story, so that the answers are the same on every
 * day.
 */
public final class Demonstration {

  private static final String EXAMPLE = "/examples/residential-mental-health/";
  private static final String PACKET_QUESTION =
      "{\"resourceType\":\"Parameters\",\"parameter\":["
          + "{\"name\":\"recipient\",\"valueCode\":\"imro\"}]}";

  /** The published token of the plan whose case the example is. */
  private static final String TOKEN = "demo-plan-vchcp";

  private final IParser parser;
  private final DemonstrationClient client;
  private final String base;
  private final PrintStream out;

  /**
   * Prepares a demonstration.
   *
   * @param context HAPI's R4 context
   * @param base the address of the FHIR interface, ending in {@code /fhir}
   * @param out where to print
   */
  public Demonstration(FhirContext context, String base, PrintStream out) {
    this.parser = context.newJsonParser();
    this.client = new DemonstrationClient(base, TOKEN, parser);
    this.base = base;
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @return whether everything was answered; if not, the reason has been printed
   */
  public boolean run() {
    try {
      title("1  A denial goes in");
      String path = submit();
      String question = read("question.json");
      title("2  Is it eligible for review?   POST " + path + "/$check-eligibility");
      new AnswerText(out).eligibility(ask(path + "/$check-eligibility", question));
      title("3  Who owes what by when?   POST " + path + "/$compute-deadlines");
      new AnswerText(out).deadlines(ask(path + "/$compute-deadlines", question));
      title("4  What goes to the reviewer?   POST " + path + "/$packet");
      new PacketText((Bundle) client.post(path + "/$packet", PACKET_QUESTION).body()).print(out);
      title("5  Where to look next");
      next(path);
      return true;
    } catch (IOException refused) {
      out.println("The demonstration ended early. " + refused.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private String submit() throws IOException, InterruptedException {
    out.println(
        "Example: residential mental health treatment, refused as not medically necessary.");
    out.println("All people, numbers and letters in it are made up.");
    out.println(
        "The first submission loads the FHIR definitions to check it; that takes some seconds.");
    var answer = client.post("/$submit-case", read("request.json"));
    Parameters parameters = (Parameters) answer.body();
    Resource task = part(parameters, "case").getResource();
    IdType id = task.getIdElement().toUnqualifiedVersionless();
    out.println(
        answer.status() == 201
            ? "Stored as " + id.getValue() + "."
            : "It was stored before as " + id.getValue() + "; sending it again changes nothing.");
    return "/" + id.getValue();
  }

  private Parameters ask(String path, String question) throws IOException, InterruptedException {
    return (Parameters) client.post(path, question).body();
  }

  private void next(String path) {
    List.of(
            "The server keeps running; Ctrl+C stops it. Every request that reads a case needs the token:",
            "  curl -H 'Authorization: Bearer " + TOKEN + "' '" + base + path + "'",
            "Its duties, the next one due first:",
            "  curl -H 'Authorization: Bearer "
                + TOKEN
                + "' '"
                + base
                + "/Task?part-of="
                + path.substring(1)
                + "&_sort=due'",
            "The policy that was applied, rule by rule (open to everybody):",
            "  " + base + "/PlanDefinition/dmhc-imr-vchcp-2025-02-25",
            "All operations:  " + base + "/metadata      In the browser:  " + base + "/swagger-ui/",
            "The story and every expected answer by hand:  examples/residential-mental-health/README.md")
        .forEach(out::println);
  }

  private void title(String text) {
    out.println();
    out.println(text);
    out.println("=".repeat(Math.min(text.length(), TextTable.PAGE)));
  }

  private static ParametersParameterComponent part(Parameters parameters, String name)
      throws IOException {
    return parameters.getParameter().stream()
        .filter(part -> part.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IOException("The answer has no part '" + name + "'."));
  }

  private static String read(String file) throws IOException {
    try (InputStream in = Demonstration.class.getResourceAsStream(EXAMPLE + file)) {
      if (in == null) {
        throw new IOException("The example " + EXAMPLE + file + " is not in this program.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
