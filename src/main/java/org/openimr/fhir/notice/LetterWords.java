package org.openimr.fhir.notice;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;
import org.openimr.core.calendar.Moment;

/** What letters call things in one language, and how they write dates. */
public final class LetterWords {

  private final String language;
  private final Properties words = new Properties();
  private final DateTimeFormatter date;
  private final DateTimeFormatter time;

  /**
   * Reads words.
   *
   * @param language the language, {@code en} or {@code es}
   * @param text lines {@code name=words}
   */
  public LetterWords(String language, String text) {
    this.language = language;
    try {
      words.load(new StringReader(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Locale locale = Locale.forLanguageTag(language + "-US");
    this.date = DateTimeFormatter.ofPattern(needed("date"), locale);
    this.time = DateTimeFormatter.ofPattern(needed("time"), locale);
  }

  private String needed(String name) {
    String found = of(name);
    if (found == null) {
      throw new IllegalArgumentException("letters in " + language + " have no word for " + name);
    }
    return found;
  }

  /** The language. */
  String language() {
    return language;
  }

  /** What something is called; null if there is no word for it. */
  String of(String name) {
    return words.getProperty(name);
  }

  String date(LocalDate day) {
    return date.format(day);
  }

  /** A moment; of one at which a day ends the day alone. */
  String moment(Moment moment, ZoneId zone) {
    return moment.wholeDay()
        ? date(moment.date())
        : time.format(ZonedDateTime.ofInstant(moment.instant(), zone));
  }

  /** The date of a FHIR date or time; null for none. */
  String date(String fhir) {
    return fhir == null || fhir.length() < 10 ? null : date(LocalDate.parse(fhir.substring(0, 10)));
  }
}
