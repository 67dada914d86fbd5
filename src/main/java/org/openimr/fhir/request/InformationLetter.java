package org.openimr.fhir.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openimr.core.assessment.InformationNeeded;
import org.openimr.core.policy.PacketElement;

/** The letter that asks for what lacks, in every language held, ready to be sent. */
final class InformationLetter {

  private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+)}");

  private final RequestWording words;
  private final InformationNeeded needed;
  private final String caseNumber;
  private final String date;

  InformationLetter(
      RequestWording words, InformationNeeded needed, String caseNumber, String date) {
    this.words = words;
    this.needed = needed;
    this.caseNumber = caseNumber;
    this.date = date;
  }

  /**
   * Writes the letter.
   *
   * @param recipient name and address of who is asked, a line each; empty: as the party is called
   * @param sendTo the name of who is to get it; empty: as the party is called
   * @return the text by language, English first
   */
  Map<String, String> write(List<String> recipient, List<String> sendTo) {
    Map<String, String> texts = new LinkedHashMap<>();
    words
        .letters()
        .forEach(
            (language, letter) ->
                texts.put(
                    language,
                    filled(
                        letter,
                        Map.of(
                            "case-number", caseNumber,
                            "date", date,
                            "recipient",
                                String.join("\n", named(recipient, needed.askedOf(), language)),
                            "send-to", String.join(", ", named(sendTo, needed.sentTo(), language)),
                            "elements", elements(language)))));
    return texts;
  }

  private List<String> named(List<String> lines, String party, String language) {
    return lines.isEmpty() ? List.of(words.party(party, language)) : lines;
  }

  private String elements(String language) {
    List<String> lines = new ArrayList<>();
    for (PacketElement element : needed.elements()) {
      lines.add(
          "- "
              + words.element(element.code(), language)
              + " ("
              + element.rule()
              + ": "
              + element.citation().text()
              + ")");
    }
    return lines.stream().collect(Collectors.joining("\n"));
  }

  private static String filled(String letter, Map<String, String> values) {
    return PLACE
        .matcher(letter.strip())
        .replaceAll(place -> Matcher.quoteReplacement(value(values, place.group(1))));
  }

  private static String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "the letter has a blank {" + name + "} that nothing fills");
    }
    return value;
  }
}
