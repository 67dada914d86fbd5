package org.openimr.server.artifact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.fhir.notice.LetterTexts;
import org.openimr.fhir.notice.Letters;
import org.openimr.fhir.policy.vocabulary.NoticeBook;
import org.openimr.fhir.request.RequestWording;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The letters that travel inside the program. */
public final class PackagedLetters {

  private static final String ROOT = "classpath*:profiles/letter/";

  private PackagedLetters() {}

  /**
   * Reads them.
   *
   * @param vocabulary the facts, events and codes that the catalogue may name
   * @param wording what packet elements and parties are called
   * @return what puts letters together
   * @throws RuntimeException naming everything that is wrong with them; the server does not start
   */
  public static Letters read(Vocabulary vocabulary, RequestWording wording) {
    String catalogue = texts("notices.yaml").values().iterator().next();
    Map<String, String> words = new LinkedHashMap<>();
    // English first
    texts("words.*.properties").forEach(words::put);
    return new Letters(
        new LetterTexts(
            NoticeBook.read(vocabulary, catalogue),
            words,
            texts("notice/*.md"),
            texts("part/*.md")),
        wording);
  }

  /** Texts by {@code name.language}; of words by the language alone. */
  private static Map<String, String> texts(String pattern) {
    Map<String, String> texts = new TreeMap<>();
    try {
      for (Resource file : new PathMatchingResourcePatternResolver().getResources(ROOT + pattern)) {
        String name = String.valueOf(file.getFilename()).replaceFirst("\\.[a-z]+$", "");
        texts.put(
            name.replaceFirst("^words\\.", ""), file.getContentAsString(StandardCharsets.UTF_8));
      }
      return texts;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
