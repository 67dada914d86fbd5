package org.openimr.fhir.casefile;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;

/**
 * Whether a text that goes out of a review organization names one of its reviewers: by given and
 * family name, in either order, or by a number.
 *
 * @see <a
 *     href="https://leginfo.legislature.ca.gov/faces/codes_displaySection.xhtml?lawCode=HSC&sectionNum=1374.33">Health
 *     and Safety Code 1374.33</a>
 */
public final class ReviewerMention {

  private static final String CLASS = "reviewer-identity";

  private final List<String> names;

  private ReviewerMention(List<String> names) {
    this.names = names;
  }

  /**
   * Looks up the reviewers of a case.
   *
   * @param file the whole case
   * @param assigned the roles and people that have its seats, who are not part of it
   * @return what they are called
   */
  public static ReviewerMention of(CaseFile file, List<Resource> assigned) {
    List<Resource> reviewers = new ArrayList<>(assigned);
    file.resources().stream()
        .filter(each -> each.getMeta().getTag(AccessMarks.WITHHELD, CLASS) != null)
        .forEach(reviewers::add);
    List<String> names =
        new ArrayList<>(
            reviewers.stream().flatMap(each -> NamedReviewers.names(each).stream()).toList());
    reviewers.stream()
        .flatMap(each -> NamedReviewers.identifiers(each).stream())
        .filter(Identifier::hasValue)
        .map(each -> NamedReviewers.plain(each.getValue()))
        .forEach(names::add);
    names.removeIf(String::isBlank);
    return new ReviewerMention(names);
  }

  /**
   * Says whether a text names one of them.
   *
   * @param text the text
   * @return true if it does
   */
  public boolean in(String text) {
    String said = " " + NamedReviewers.plain(text) + " ";
    return names.stream().anyMatch(name -> said.contains(" " + name + " "));
  }
}
