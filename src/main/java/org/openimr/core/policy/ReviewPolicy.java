package org.openimr.core.policy;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openimr.core.calendar.LocalDays;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Vocabulary;

/**
 * The rules of one programme while they are in force.
 *
 * <p>Immutable; made once at load and shared by all requests.
 */
public final class ReviewPolicy {

  private final Header header;
  private final Vocabulary vocabulary;
  private final LocalDays days;
  private final List<DerivedEvent> derivedEvents;
  private final CriterionNode.Group criteria;
  private final List<Milestone> milestones;
  private final List<PacketElement> packet;
  private final ReviewSpan reviewSpan;
  private final Map<String, Integer> milestoneIndex = new HashMap<>();
  private final EventDefinition[] repeatsWith;

  /**
   * What a policy is called and where it holds.
   *
   * @param code the tail of its canonical url, for example {@code phc-um}
   * @param url its canonical url
   * @param version its version
   * @param title what it is called
   * @param effect whether the decision binds, advises or is the plan's own, a code of {@code
   *     imr-effect}
   * @param defaultRoute where an ineligible case goes otherwise, a code of {@code imr-route}, or
   *     null
   * @param inForceFrom the first local date on which it holds, or null if none is stated
   * @param inForceTo the last local date on which it holds, or null
   * @param textDate the date of the text held; a case opened before is marked; or null
   * @param retired whether it judges only the dates on which it held and the cases that bind it
   */
  public record Header(
      String code,
      String url,
      String version,
      String title,
      String effect,
      String defaultRoute,
      LocalDate inForceFrom,
      LocalDate inForceTo,
      LocalDate textDate,
      boolean retired) {

    /** Makes the header of a policy that is not retired. */
    public Header(
        String code,
        String url,
        String version,
        String title,
        String effect,
        String defaultRoute,
        LocalDate inForceFrom,
        LocalDate inForceTo,
        LocalDate textDate) {
      this(
          code, url, version, title, effect, defaultRoute, inForceFrom, inForceTo, textDate, false);
    }

    /**
     * Returns what a case binds.
     *
     * @return {@code url|version}
     */
    public String canonical() {
      return url + "|" + version;
    }

    /**
     * Says whether the policy holds on a date.
     *
     * @param date a local date of the policy's zone
     * @return true if the date lies in its effective period
     */
    public boolean inForceOn(LocalDate date) {
      return (inForceFrom == null || !date.isBefore(inForceFrom))
          && (inForceTo == null || !date.isAfter(inForceTo));
    }
  }

  /** Makes a policy whose reviews end with the determination alone. */
  public ReviewPolicy(
      Header header,
      Vocabulary vocabulary,
      LocalDays days,
      List<DerivedEvent> derivedEvents,
      CriterionNode.Group criteria,
      List<Milestone> milestones,
      List<PacketElement> packet) {
    this(
        header,
        vocabulary,
        days,
        derivedEvents,
        criteria,
        milestones,
        packet,
        ReviewSpan.of(vocabulary, List.of(), List.of()));
  }

  /**
   * Makes a policy.
   *
   * @param header what it is called
   * @param vocabulary the vocabulary that it speaks
   * @param days the local days of its zone
   * @param derivedEvents events that follow from others
   * @param criteria what must hold for eligibility
   * @param milestones who owes what by when, in the order of the document
   * @param packet what the file for the reviewer must hold
   * @param reviewSpan from what to what a review lasts
   */
  public ReviewPolicy(
      Header header,
      Vocabulary vocabulary,
      LocalDays days,
      List<DerivedEvent> derivedEvents,
      CriterionNode.Group criteria,
      List<Milestone> milestones,
      List<PacketElement> packet,
      ReviewSpan reviewSpan) {
    this.header = header;
    this.vocabulary = vocabulary;
    this.days = days;
    this.derivedEvents = List.copyOf(derivedEvents);
    this.criteria = criteria;
    this.milestones = List.copyOf(milestones);
    this.packet = List.copyOf(packet);
    this.reviewSpan = reviewSpan;
    for (Milestone milestone : this.milestones) {
      if (milestoneIndex.put(milestone.code(), milestoneIndex.size()) != null) {
        throw new IllegalArgumentException("milestone " + milestone.code() + " stands twice");
      }
    }
    this.repeatsWith =
        this.milestones.stream().map(Milestone::repeatsWith).toArray(EventDefinition[]::new);
  }

  /**
   * Returns the header.
   *
   * @return what the policy is called and where it holds
   */
  public Header header() {
    return header;
  }

  /**
   * Returns the vocabulary.
   *
   * @return the vocabulary that the policy speaks
   */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * Returns the local days.
   *
   * @return the local days of the policy's zone
   */
  public LocalDays days() {
    return days;
  }

  /**
   * Returns the derived events.
   *
   * @return events that follow from others when nobody recorded them
   */
  public List<DerivedEvent> derivedEvents() {
    return derivedEvents;
  }

  /**
   * Returns the criteria.
   *
   * @return all that must hold; may be empty
   */
  public CriterionNode.Group criteria() {
    return criteria;
  }

  /**
   * Returns the milestones.
   *
   * @return who owes what by when, in the order of the document
   */
  public List<Milestone> milestones() {
    return milestones;
  }

  /**
   * Returns the place of a milestone.
   *
   * @param code its code
   * @return its index in {@link #milestones()}, or -1
   */
  public int milestoneIndex(String code) {
    return milestoneIndex.getOrDefault(code, -1);
  }

  /**
   * Returns the event that opens an instance of a milestone each time.
   *
   * @param index the index of the milestone in {@link #milestones()}
   * @return its {@link Milestone#repeatsWith()}, found once
   */
  public EventDefinition repeatsWith(int index) {
    return repeatsWith[index];
  }

  /**
   * Returns the elements of the packet.
   *
   * @return what the file for the reviewer must hold; may be empty
   */
  public List<PacketElement> packet() {
    return packet;
  }

  /**
   * Returns how long a review lasts.
   *
   * @return the events with which it begins and ends
   */
  public ReviewSpan reviewSpan() {
    return reviewSpan;
  }

  @Override
  public String toString() {
    return header.canonical();
  }
}
