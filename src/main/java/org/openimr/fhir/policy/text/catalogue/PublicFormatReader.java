package org.openimr.fhir.policy.text.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.openimr.core.report.CategoryEdition;
import org.openimr.core.report.PublicFormat;
import org.openimr.core.reviewer.CodeRange;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/** Reads how the department's public file says things; names everything that is wrong at once. */
public final class PublicFormatReader {

  private PublicFormatReader() {}

  /**
   * Reads it.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @param editions reads an edition of the categories by its name
   * @return how the file says things
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static PublicFormat read(
      String file, String yaml, Function<String, CategoryEdition> editions) {
    TextParts parts = new TextParts(file);
    YamlBlock root = parts.compose(yaml);
    root.required("public-format");
    root.required("title");
    Map<String, String> prefixes = new LinkedHashMap<>();
    Map<String, String> types = said(root, "types", "reference", prefixes);
    Map<String, String> finals = new LinkedHashMap<>();
    Map<String, String> determinations = said(root, "determinations", "final", finals);
    List<PublicFormat.Band> ages = new ArrayList<>();
    for (YamlBlock each : root.blocks("ages")) {
      Integer from = each.converted("from", Integer::valueOf);
      ages.add(
          new PublicFormat.Band(
              from == null ? 0 : from, each.required("said"), each.required("earlier")));
      each.end();
    }
    PublicFormat.Sentences sentences =
        new PublicFormat.Sentences(
            root.required("summary"),
            root.required("no-reasons"),
            root.required("no-qualifications"),
            root.required("few-reasons"),
            root.required("few-qualifications"));
    Integer few = root.converted("few", Integer::valueOf);
    YamlBlock categories = root.block("categories");
    String current = categories == null ? null : categories.required("current");
    String earlier = categories == null ? null : categories.required("earlier");
    Map<String, String> urgencies = said(root, "urgencies", null, null);
    Map<String, String> genders = said(root, "genders", null, null);
    root.end();
    parts.throwProblems();
    return new PublicFormat(
        types,
        prefixes,
        determinations,
        finals,
        urgencies,
        genders,
        ages,
        sentences,
        few == null ? 0 : few,
        editions.apply(current),
        editions.apply(earlier));
  }

  private static Map<String, String> said(
      YamlBlock root, String key, String other, Map<String, String> others) {
    Map<String, String> said = new LinkedHashMap<>();
    for (YamlBlock each : root.blocks(key)) {
      String code = each.required("code");
      said.put(code, each.required("said"));
      if (other != null) {
        others.put(code, each.required(other));
      }
      each.end();
    }
    return said;
  }

  /**
   * Reads the categories of an edition.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @return the categories
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static CategoryEdition categories(String file, String yaml) {
    TextParts parts = new TextParts(file);
    YamlBlock root = parts.compose(yaml);
    root.required("title");
    CategoryEdition read =
        new CategoryEdition(
            root.required("categories"),
            root.required("other"),
            root.required("none"),
            entries(root, "diagnoses", "diagnosis"),
            entries(root, "treatments", "procedure"));
    root.end();
    parts.throwProblems();
    return read;
  }

  private static List<CategoryEdition.Entry> entries(YamlBlock root, String key, String kind) {
    List<CategoryEdition.Entry> entries = new ArrayList<>();
    for (YamlBlock each : root.blocks(key)) {
      List<CodeRange> ranges = new ArrayList<>();
      for (String range : each.texts("codes")) {
        int to = range.indexOf('-');
        try {
          ranges.add(
              new CodeRange(
                  kind, to < 0 ? range : range.substring(0, to), range.substring(to + 1)));
        } catch (IllegalArgumentException wrong) {
          each.problem(wrong.getMessage());
        }
      }
      entries.add(new CategoryEdition.Entry(each.required("name"), each.text("part"), ranges));
      each.end();
    }
    return entries;
  }

  /**
   * Reads words; a line that begins with # is a note.
   *
   * @param text the text
   * @return the words
   */
  public static Set<String> words(String text) {
    Set<String> words = new TreeSet<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> words.addAll(List.of(line.strip().split("\\s+"))));
    return words;
  }
}
