package org.openimr.fhir.notice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openimr.core.notice.NoticeCatalogue;
import org.openimr.core.notice.NoticeKind;
import org.openimr.core.notice.NoticeTemplate;

/**
 * Everything that letters are made from: the catalogue, a template for each kind and language, and
 * the words of each language.
 */
public final class LetterTexts {

  private static final Pattern HEAD =
      Pattern.compile("^version: (\\S+)\\Rtitle: ([^\\r\\n]+)\\R\\s*\\R");
  private static final Pattern PART = Pattern.compile("(?m)^\\{>([a-z-]+)}\\s*$");

  private final NoticeCatalogue catalogue;
  private final Map<String, LetterWords> words = new LinkedHashMap<>();
  private final Map<String, NoticeTemplate> templates = new TreeMap<>();

  /**
   * Puts the texts together.
   *
   * @param catalogue the kinds
   * @param words the words by language, English first
   * @param letters the templates, by {@code kind.language}
   * @param parts what several templates have in common, by {@code name.language}
   * @throws IllegalArgumentException naming every text that is not there or cannot be read
   */
  public LetterTexts(
      NoticeCatalogue catalogue,
      Map<String, String> words,
      Map<String, String> letters,
      Map<String, String> parts) {
    this.catalogue = catalogue;
    words.forEach((language, text) -> this.words.put(language, new LetterWords(language, text)));
    List<String> problems = new ArrayList<>();
    for (NoticeKind kind : catalogue.kinds()) {
      for (String language : words.keySet()) {
        String name = kind.code() + "." + language;
        String text = letters.get(name);
        if (text == null) {
          problems.add("there is no letter " + name);
        } else {
          template(kind.code(), language, text, parts, problems);
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
  }

  private void template(
      String kind, String language, String text, Map<String, String> parts, List<String> problems) {
    String name = kind + "." + language;
    Matcher head = HEAD.matcher(text);
    if (!head.find()) {
      problems.add(name + ": begins with 'version:' and 'title:'");
      return;
    }
    Matcher part = PART.matcher(text.substring(head.end()));
    StringBuilder whole = new StringBuilder();
    while (part.find()) {
      String found = parts.get(part.group(1) + "." + language);
      if (found == null) {
        problems.add(name + ": there is no part " + part.group(1));
      }
      part.appendReplacement(whole, Matcher.quoteReplacement(found + ""));
    }
    part.appendTail(whole);
    templates.put(
        name,
        new NoticeTemplate(
            kind,
            head.group(1),
            language,
            head.group(2).strip(),
            NoticeTemplate.blocks(whole.toString())));
  }

  /** The kinds of notices. */
  public NoticeCatalogue catalogue() {
    return catalogue;
  }

  /** The languages, English first. */
  public Collection<String> languages() {
    return words.keySet();
  }

  /** The words of a language. */
  LetterWords words(String language) {
    return words.get(language);
  }

  /** The template of a kind in a language. */
  public NoticeTemplate template(String kind, String language) {
    return templates.get(kind + "." + language);
  }
}
