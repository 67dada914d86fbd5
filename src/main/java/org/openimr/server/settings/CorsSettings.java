package org.openimr.server.settings;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which web applications of other origins may use the interface from a browser.
 *
 * @param origins their origins, separated by commas; empty for none
 */
public record CorsSettings(@DefaultValue("") String origins) {

  private static final String ORIGIN = "https?://[^\\s/?#,*@]+";

  /** Refuses what is no origin, and patterns that would let everybody in. */
  public CorsSettings {
    for (String origin : split(origins)) {
      if (!origin.matches(ORIGIN)) {
        throw new IllegalArgumentException(
            "openimr.cors.origins must be origins such as https://app.example.org, without path,"
                + " separated by commas");
      }
    }
  }

  private static List<String> split(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
  }

  /** The origins, each by itself. */
  public List<String> allowed() {
    return split(origins);
  }
}
