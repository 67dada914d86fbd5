package org.openimr.fhir.policy.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What changed between two policy texts: which rules, limits and conditions are new, gone or say
 * something else.
 *
 * @param changes the changes, in the order of the new document; what is gone stands where it stood
 */
public record PolicyComparison(List<Change> changes) {

  /** What became of something. */
  public enum Kind {
    /** It is new. */
    ADDED,
    /** It is gone. */
    REMOVED,
    /** It says something else. */
    CHANGED
  }

  /**
   * One change.
   *
   * @param kind what became of it
   * @param part which part of the policy: {@code header}, {@code limit records-to-imro.V13} …
   * @param key what of a changed part, as in YAML; of a new or lost part the rule in words, or null
   * @param before what it said, or null
   * @param after what it says, or null
   */
  public record Change(Kind kind, String part, String key, String before, String after) {}

  /** Keeps its own copy. */
  public PolicyComparison {
    changes = List.copyOf(changes);
  }

  /**
   * Compares two texts.
   *
   * @param before the old text
   * @param after the new text
   * @return what changed
   */
  public static PolicyComparison of(PolicyText before, PolicyText after) {
    Map<String, Map<String, String>> old = PolicyParts.of(before);
    Map<String, Map<String, String>> now = PolicyParts.of(after);
    List<Change> changes = new ArrayList<>();
    for (String name : inOrder(old.keySet(), now.keySet())) {
      if (!old.containsKey(name)) {
        changes.add(new Change(Kind.ADDED, name, null, null, said(now.get(name))));
      } else if (!now.containsKey(name)) {
        changes.add(new Change(Kind.REMOVED, name, null, said(old.get(name)), null));
      } else {
        compare(name, old.get(name), now.get(name), changes);
      }
    }
    order(before, after, changes);
    return new PolicyComparison(changes);
  }

  /** The names of both, the lost ones behind the one that they stood behind. */
  private static List<String> inOrder(Set<String> old, Set<String> now) {
    List<String> names = new ArrayList<>(now);
    int place = 0;
    for (String name : old) {
      int found = names.indexOf(name);
      if (found < 0) {
        names.add(place++, name);
      } else {
        place = found + 1;
      }
    }
    return names;
  }

  private static void compare(
      String name, Map<String, String> old, Map<String, String> now, List<Change> changes) {
    Set<String> keys = new LinkedHashSet<>(now.keySet());
    keys.addAll(old.keySet());
    for (String key : keys) {
      String before = old.get(key);
      String after = now.get(key);
      if (before == null || !before.equals(after)) {
        changes.add(new Change(Kind.CHANGED, name, key, before, after));
      }
    }
  }

  private static String said(Map<String, String> part) {
    String words = part.getOrDefault("rule", part.getOrDefault("title", part.get("reason")));
    String within = part.get("within");
    if (within == null) {
      return words;
    }
    String starts = part.get("starts-with");
    return words + " [" + within + (starts == null ? "" : " from " + starts) + "]";
  }

  // Among equal limits the first in the document governs.
  private static void order(PolicyText before, PolicyText after, List<Change> changes) {
    for (MilestoneText milestone : after.clocks()) {
      MilestoneText old = before.milestone(milestone.milestone());
      if (old != null) {
        List<String> now = common(milestone, old);
        List<String> then = common(old, milestone);
        if (!now.equals(then)) {
          String part = "milestone " + milestone.milestone();
          changes.add(new Change(Kind.CHANGED, part, "order", then.toString(), now.toString()));
        }
      }
    }
  }

  private static List<String> common(MilestoneText milestone, MilestoneText other) {
    return milestone.bounds().stream()
        .map(bound -> bound.rule().name())
        .filter(name -> other.bound(name) != null)
        .toList();
  }
}
