package org.openimr;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts the latest notes of a made-up patient of Synthea into the request of an example.
 *
 * <p>Arguments: the folder where Synthea wrote its notes, and the request. Run by {@code
 * examples/synthea/generate.sh}.
 */
public final class PrimaryCareNotes {

  private static final String IDENTIFIER = "primary-care-notes";
  private static final int MOST_VISITS = 3;
  private static final Pattern VISIT = Pattern.compile("(?m)^(?=\\d{4}-\\d{2}-\\d{2}$)");
  // who somebody is besides the illness belongs into no packet
  private static final Pattern LEFT_OUT =
      Pattern.compile("(?s)# Social History\n.*?(?=# Allergies)");
  private static final Pattern KIND =
      Pattern.compile(
          " \\((disorder|finding|procedure|situation|regime/therapy|environment|event|qualifier value)\\)");
  private static final Pattern NO_MATTER =
      Pattern.compile(
          "(?i).*(pregnan|miscarriage|fetus|day pack|medroxyprogesterone|etonogestrel|vaginal"
              + "|intrauterine|contracept|labor force|employment|unemployed|education|housing|violence|isolation|social care"
              + "|stress|refugee|criminal|transport|misuses drugs|contact).*");

  private PrimaryCareNotes() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException {
    Path request = Path.of(arguments[1]);
    ObjectMapper json = new ObjectMapper();
    ObjectNode bundle = (ObjectNode) json.readTree(request.toFile());
    List<String> visits = visits(Path.of(arguments[0]));
    put(bundle, visits, request.getParent().getFileName().toString());
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
    Files.writeString(request, json.writer(printer).writeValueAsString(bundle) + "\n");
  }

  private static List<String> visits(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      String all = Files.readString(files.findFirst().orElseThrow());
      return VISIT
          .splitAsStream(all)
          .filter(visit -> !visit.isBlank())
          .map(PrimaryCareNotes::told)
          .limit(MOST_VISITS)
          .toList();
    }
  }

  /** A visit without the name that Synthea made up, and without what is no matter of the case. */
  private static String told(String visit) {
    String text =
        KIND.matcher(LEFT_OUT.matcher(visit).replaceAll(""))
            .replaceAll("")
            .replaceFirst(
                "(# History of Present Illness\n)[^\n]*\n\\s*is an? ", "$1The patient is a ")
            .replaceAll(" ?(non)?hispanic (white|black|asian|native|other|hawaiian)", "")
            .replaceAll("(year-old) (fe)?male", "$1");
    List<String> lines = new ArrayList<>();
    for (String line : text.strip().split("\n")) {
      if (line.contains("; ")) {
        line = medications(line);
      }
      if (!line.startsWith("- ") || !NO_MATTER.matcher(line).matches()) {
        lines.add(
            line.contains("history of ") || line.contains("presenting with ")
                ? listed(line)
                : line.strip());
      }
    }
    return String.join("\n", lines).replaceAll("\n{2,}", "\n\n");
  }

  private static String medications(String line) {
    return Stream.of(line.split("; "))
        .filter(each -> !NO_MATTER.matcher(each).matches())
        .collect(Collectors.joining("; "));
  }

  /** A sentence that lists conditions, without what is no matter of the case. */
  private static String listed(String line) {
    String[] sentences = line.strip().split("(?<=\\.) ");
    List<String> kept = new ArrayList<>();
    for (String sentence : sentences) {
      int list = Math.max(sentence.indexOf("history of "), sentence.indexOf("presenting with "));
      if (list < 0) {
        kept.add(sentence);
        continue;
      }
      int from = sentence.indexOf(' ', sentence.indexOf(' ', list) + 1);
      if (sentence.startsWith("presenting with ", list)) {
        from = sentence.indexOf("with ", list) + 4;
      }
      String conditions =
          Stream.of(sentence.substring(from).replaceAll("\\.$", "").split(","))
              .map(String::strip)
              .filter(each -> !each.isEmpty() && !NO_MATTER.matcher(each).matches())
              .collect(Collectors.joining(", "));
      if (!conditions.isEmpty()) {
        kept.add(sentence.substring(0, from) + " " + conditions + ".");
      }
    }
    return String.join(" ", kept);
  }

  private static void put(ObjectNode bundle, List<String> visits, String example) {
    ArrayNode entries = (ArrayNode) bundle.path("entry");
    for (Iterator<JsonNode> each = entries.iterator(); each.hasNext(); ) {
      if (each.next().at("/resource/identifier/0/value").asText().equals(IDENTIFIER)) {
        each.remove();
      }
    }
    JsonNode model = null;
    int place = 0;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).at("/resource/resourceType").asText().equals("DocumentReference")) {
        model = model == null ? entries.get(i).path("resource") : model;
        place = i + 1;
      }
    }
    ObjectNode entry = entries.insertObject(place);
    entry.put(
        "fullUrl",
        "urn:uuid:"
            + UUID.nameUUIDFromBytes(
                (example + "/" + IDENTIFIER).getBytes(StandardCharsets.UTF_8)));
    entry.set("resource", document(model, visits));
  }

  private static ObjectNode document(JsonNode model, List<String> visits) {
    String text =
        String.join("\n\n\n", visits) + "\n\nMade by Synthea. Made-up patient, made-up findings.\n";
    String last = visits.get(0).substring(0, 10);
    ObjectNode document = model.deepCopy();
    document.remove(
        List.of("author", "custodian", "relatesTo", "securityLabel", "context", "type", "content"));
    ((ObjectNode) document.path("identifier").path(0)).put("value", IDENTIFIER);
    ObjectNode type = document.putObject("type");
    type.putArray("coding").addObject().put("system", "http://loinc.org").put("code", "34117-2");
    type.put("text", "History and physical note");
    document.put("date", last + "T12:00:00-07:00");
    document.put("description", "Primary care notes to " + last);
    document
        .putArray("content")
        .addObject()
        .putObject("attachment")
        .put("contentType", "text/plain")
        .put("data", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
    return document;
  }
}
