package org.openimr.fhir.policy.text.catalogue;

import org.openimr.core.determination.PlainTerms;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/** Reads how plain reasons are meant to be; names everything that is wrong at once, by line. */
public final class PlainTermsReader {

  private PlainTermsReader() {}

  /**
   * Reads it.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @return the terms
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static PlainTerms read(String file, String yaml) {
    TextParts parts = new TextParts(file);
    YamlBlock root = parts.compose(yaml);
    root.required("plain-language");
    Integer grade = root.converted("grade", Integer::valueOf);
    if (grade == null || grade < 1) {
      root.problem("'grade' must be a number of at least 1");
    }
    String citation = root.required("citation");
    root.end();
    parts.throwProblems();
    return new PlainTerms(grade, citation);
  }
}
