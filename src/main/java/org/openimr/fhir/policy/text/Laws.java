package org.openimr.fhir.policy.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The laws that a policy may name in its header, and what naming one does: its limits are put
 * behind the policy's own ones of the same milestone, milestones that the policy does not have are
 * added, and its documents are cited.
 *
 * <p>A limit that a policy carries under the same name itself stays as the policy has it. Both ways
 * are exact: {@link #without} undoes {@link #beside}.
 *
 * @see <a href="../../../../../../../../docs/decisions/0017-law-beside-a-policy.md">0017</a>
 */
public final class Laws {

  /** No law at all. */
  public static final Laws NONE = new Laws(List.of());

  private final Set<String> names = new TreeSet<>();
  private final Map<String, LawText> byName = new ConcurrentHashMap<>();
  private final Function<String, LawText> reader;

  /**
   * Makes a collection.
   *
   * @param laws the laws, each version once
   */
  public Laws(Collection<LawText> laws) {
    this(Set.of(), name -> null);
    for (LawText law : laws) {
      names.add(law.name());
      if (byName.put(law.name(), law) != null) {
        throw new IllegalArgumentException("law " + law.name() + " stands twice");
      }
    }
  }

  /**
   * Makes a collection of laws that are read when they are first named.
   *
   * @param names their names
   * @param reader what reads the law of a name
   */
  public Laws(Set<String> names, Function<String, LawText> reader) {
    this.names.addAll(names);
    this.reader = reader;
  }

  /**
   * Returns the laws.
   *
   * @return every version of every law, by name
   */
  public List<LawText> all() {
    return names.stream().map(this::named).toList();
  }

  private LawText named(String name) {
    return byName.computeIfAbsent(name, reader);
  }

  /**
   * Returns the names.
   *
   * @return what a policy may name, in order
   */
  public Set<String> names() {
    return Collections.unmodifiableSet(names);
  }

  private List<LawText> of(PolicyText policy) {
    return policy.header().law().stream().filter(names::contains).map(this::named).toList();
  }

  /**
   * Says what is wrong with the names of laws in a header.
   *
   * @param header the header
   * @return a sentence for each name that is not held and each law that is named twice
   */
  public List<String> objections(PolicyHeader header) {
    List<String> objections = new ArrayList<>();
    Set<String> codes = new HashSet<>();
    for (String name : header.law()) {
      if (!names.contains(name)) {
        objections.add("there is no law '" + name + "'; known: " + String.join(", ", names()));
      }
      if (!codes.add(name.split("\\|")[0])) {
        objections.add("the law '" + name + "' is named twice");
      }
    }
    return objections;
  }

  /**
   * Finds documents of a policy that have the name of one of its laws' documents.
   *
   * @param own a policy text without the limits of the law
   * @return their names
   */
  public List<String> taken(PolicyText own) {
    return of(own).stream()
        .flatMap(law -> law.documents().stream())
        .map(PolicyDocument::id)
        .filter(id -> own.document(id) != null)
        .toList();
  }

  /**
   * Puts the limits of the laws that a policy names beside its own.
   *
   * @param own the policy text as it is written
   * @return the text with the limits of the law; the same text if it names none that is held
   */
  public PolicyText beside(PolicyText own) {
    PolicyText text = own;
    for (LawText law : of(own)) {
      text = beside(text, law);
    }
    return text == own ? own : text.withCommonCalendar();
  }

  private static PolicyText beside(PolicyText own, LawText law) {
    List<MilestoneText> clocks = new ArrayList<>();
    for (MilestoneText milestone : own.clocks()) {
      List<BoundText> added =
          law.bounds(milestone.milestone()).stream()
              .filter(bound -> milestone.bound(bound.rule().name()) == null)
              .toList();
      clocks.add(
          milestone.withBounds(
              Stream.concat(milestone.bounds().stream(), added.stream()).toList()));
    }
    law.clocks().stream()
        .filter(milestone -> own.milestone(milestone.milestone()) == null)
        .forEach(clocks::add);
    List<PolicyDocument> documents = new ArrayList<>(own.documents());
    law.documents().stream()
        .filter(document -> own.document(document.id()) == null)
        .forEach(documents::add);
    PolicyHeader header = own.header();
    String calendar = header.calendar() == null ? law.calendar() : header.calendar();
    return own.with(header.withCalendar(calendar), documents, clocks);
  }

  /**
   * Takes away the limits of the laws that a policy names.
   *
   * @param shown a policy text with the limits of the law
   * @return the text as it is written
   */
  public PolicyText without(PolicyText shown) {
    PolicyText text = shown;
    for (LawText law : of(shown)) {
      text = without(text, law);
    }
    return text == shown ? shown : text.withCommonCalendar();
  }

  private static PolicyText without(PolicyText shown, LawText law) {
    List<MilestoneText> clocks = new ArrayList<>();
    for (MilestoneText milestone : shown.clocks()) {
      List<BoundText> set = law.bounds(milestone.milestone());
      List<BoundText> own =
          milestone.bounds().stream().filter(bound -> !set.contains(bound)).toList();
      if (!own.isEmpty()) {
        clocks.add(milestone.withBounds(own));
      }
    }
    List<PolicyDocument> documents =
        shown.documents().stream().filter(each -> !law.documents().contains(each)).toList();
    return shown.with(shown.header(), documents, clocks);
  }
}
