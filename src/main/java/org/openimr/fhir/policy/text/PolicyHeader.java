package org.openimr.fhir.policy.text;

import java.time.LocalDate;
import java.util.List;

/**
 * What a policy is called and where it holds. Everything that may be null is optional.
 *
 * @param policy its code, the tail of its canonical url
 * @param version its version, usually the date of the text
 * @param url its canonical url without version
 * @param title its title
 * @param description what it is about, in one sentence
 * @param publisher who publishes this reading of the policy
 * @param programme the programme or line of business
 * @param jurisdiction ISO 3166-2 code
 * @param status {@code draft}, {@code active} or {@code retired}
 * @param experimental whether it is only for trying out
 * @param written the date of this reading
 * @param inForceFrom first local date on which it holds, or null if none is stated
 * @param inForceUntil last local date on which it holds, or null
 * @param approved the date on which the text was approved, or null
 * @param lastReview the date of the last review, or null
 * @param textDate the date of the text held, or null if it is undated
 * @param zone the time zone in which days are counted
 * @param calendar the holiday calendar of bounds that need one and name none, or null
 * @param effect what the outcome does, a code of {@code imr-effect}
 * @param defaultRoute where an ineligible case goes otherwise, a code of {@code imr-route}, or null
 * @param law the laws whose limits stand beside those of the policy, each {@code law|version}
 * @param reviewBeginsWith the events with which a review begins; what ended before is another one
 * @param reviewEndsWith the events that end a review beside the determination
 */
public record PolicyHeader(
    String policy,
    String version,
    String url,
    String title,
    String description,
    String publisher,
    String programme,
    String jurisdiction,
    String status,
    boolean experimental,
    LocalDate written,
    LocalDate inForceFrom,
    LocalDate inForceUntil,
    LocalDate approved,
    LocalDate lastReview,
    LocalDate textDate,
    String zone,
    String calendar,
    String effect,
    String defaultRoute,
    List<String> law,
    List<String> reviewBeginsWith,
    List<String> reviewEndsWith) {

  /** Where policies live unless they name a url of their own. */
  public static final String CANONICAL = "https://openimr.org/fhir/PlanDefinition/";

  /** Who publishes unless the text says otherwise. */
  public static final String PUBLISHER = "OpenIMR";

  /** The status unless the text says otherwise. */
  public static final String ACTIVE = "active";

  /** Keeps its own copies. */
  public PolicyHeader {
    law = List.copyOf(law);
    reviewBeginsWith = List.copyOf(reviewBeginsWith);
    reviewEndsWith = List.copyOf(reviewEndsWith);
  }

  PolicyHeader withCalendar(String other) {
    return new PolicyHeader(
        policy,
        version,
        url,
        title,
        description,
        publisher,
        programme,
        jurisdiction,
        status,
        experimental,
        written,
        inForceFrom,
        inForceUntil,
        approved,
        lastReview,
        textDate,
        zone,
        other,
        effect,
        defaultRoute,
        law,
        reviewBeginsWith,
        reviewEndsWith);
  }
}
