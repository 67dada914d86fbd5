package org.openimr.fhir.policy.text;

/**
 * A document that a policy cites.
 *
 * @param id its short name within the policy, for example its number
 * @param title its title
 * @param edition which edition of it was read
 * @param address where it can be read, a URL, or null
 */
public record PolicyDocument(String id, String title, String edition, String address) {

  /**
   * Returns document and edition.
   *
   * @return the first part of every citation of this document
   */
  public String citation() {
    return title + ", " + edition;
  }

  /**
   * Returns the citation of one section.
   *
   * @param section the section
   * @return document, edition and section
   */
  public String citation(String section) {
    return citation() + ", " + section;
  }
}
