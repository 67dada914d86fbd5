package org.openimr.core.policy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All policies held, in all their versions; immutable.
 *
 * <p>A case is judged by the version in force on the local date of the event that opened it. If no
 * version was in force then, the earliest one after it answers, because no older text is held; and
 * after the last one that one, because no newer text is held. A retired version answers for its own
 * days alone, and no version that it followed comes back.
 */
public final class PolicyBook {

  private final Map<String, List<ReviewPolicy>> byCode = new TreeMap<>();
  private final Map<String, ReviewPolicy> byCanonical = new HashMap<>();

  /**
   * Makes a book.
   *
   * @param policies the policies; versions of one policy must not hold on the same day
   * @throws IllegalArgumentException naming two versions that hold on the same day
   */
  public PolicyBook(Collection<ReviewPolicy> policies) {
    for (ReviewPolicy policy : policies) {
      byCode.computeIfAbsent(policy.header().code(), code -> new ArrayList<>()).add(policy);
      byCanonical.put(policy.header().canonical(), policy);
    }
    for (List<ReviewPolicy> versions : byCode.values()) {
      versions.sort(Comparator.comparing(policy -> from(policy.header())));
      for (int i = 1; i < versions.size(); i++) {
        ReviewPolicy.Header before = versions.get(i - 1).header();
        ReviewPolicy.Header next = versions.get(i).header();
        if (before.inForceTo() == null || !before.inForceTo().isBefore(from(next))) {
          throw new IllegalArgumentException(
              "versions "
                  + before.version()
                  + " and "
                  + next.version()
                  + " of policy "
                  + next.code()
                  + " hold on the same day");
        }
      }
    }
  }

  /**
   * Finds what stands in the way of a version.
   *
   * @param header the header of a version; itself, if it is held, is passed over
   * @return the other versions of the same policy that hold on a day on which it holds
   */
  public List<ReviewPolicy> overlapping(ReviewPolicy.Header header) {
    return versions(header.code()).stream()
        .filter(held -> !held.header().version().equals(header.version()))
        .filter(held -> !from(held.header()).isAfter(to(header)))
        .filter(held -> !from(header).isAfter(to(held.header())))
        .toList();
  }

  /**
   * Returns the codes.
   *
   * @return the codes of all policies, in order
   */
  public Set<String> codes() {
    return byCode.keySet();
  }

  /**
   * Returns all policies.
   *
   * @return every version of every policy
   */
  public List<ReviewPolicy> all() {
    return byCode.values().stream().flatMap(List::stream).toList();
  }

  /**
   * Returns the versions of a policy.
   *
   * @param code the code of the policy
   * @return its versions, oldest first; empty if the policy is not held
   */
  public List<ReviewPolicy> versions(String code) {
    return Collections.unmodifiableList(byCode.getOrDefault(code, List.of()));
  }

  /**
   * Finds one version.
   *
   * @param canonical {@code url|version}
   * @return the policy, or empty if it is not held
   */
  public Optional<ReviewPolicy> byCanonical(String canonical) {
    return Optional.ofNullable(byCanonical.get(canonical));
  }

  /**
   * Finds the version that judges a case.
   *
   * @param code the code of the policy
   * @param opened the local date of the event that opened the case
   * @return the version in force then, else the first one after it that is not retired, else the
   *     one that held last before it if that one is not retired; empty if there is none
   */
  public Optional<ReviewPolicy> inForce(String code, LocalDate opened) {
    ReviewPolicy before = null;
    for (ReviewPolicy policy : byCode.getOrDefault(code, List.of())) {
      ReviewPolicy.Header header = policy.header();
      boolean later = from(header).isAfter(opened);
      if (header.inForceOn(opened) || later && !header.retired()) {
        return Optional.of(policy);
      }
      before = later ? before : policy;
    }
    return Optional.ofNullable(before).filter(policy -> !policy.header().retired());
  }

  /**
   * Says why no version judges a case, for which {@link #inForce} finds none.
   *
   * @param code the code of a policy that is held
   * @return a sentence that names the versions with the days on which they hold
   */
  public String noneInForce(String code) {
    return "No version of the policy "
        + code
        + " judges a case that was opened on that day; held are "
        + byCode.get(code).stream()
            .map(policy -> period(policy.header()))
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static String period(ReviewPolicy.Header header) {
    return header.version()
        + " ("
        + (header.retired() ? "retired, " : "")
        + (header.inForceFrom() == null ? "" : "from " + header.inForceFrom() + " ")
        + (header.inForceTo() == null ? "on" : "to " + header.inForceTo())
        + ")";
  }

  private static LocalDate from(ReviewPolicy.Header header) {
    return header.inForceFrom() == null ? LocalDate.MIN : header.inForceFrom();
  }

  private static LocalDate to(ReviewPolicy.Header header) {
    return header.inForceTo() == null ? LocalDate.MAX : header.inForceTo();
  }
}
