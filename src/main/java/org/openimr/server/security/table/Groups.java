package org.openimr.server.security.table;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Names and groups of names; a group holds names and other groups. */
final class Groups {

  private final String what;
  private final Set<String> names;
  private final Map<String, Set<String>> groups = new HashMap<>();

  /**
   * Reads groups.
   *
   * @param what what a name is, for messages
   * @param names all names
   * @param row the groups by their names
   */
  Groups(String what, Set<String> names, TableRow row) {
    this.what = what;
    this.names = names;
    Map<String, List<String>> written = new HashMap<>();
    for (String group : row.keys()) {
      if (names.contains(group)) {
        row.problem(group, "'" + group + "' is a " + what + " and cannot be a group");
      }
      written.put(group, row.words(group));
    }
    for (String group : written.keySet()) {
      Set<String> members = new TreeSet<>();
      if (!unfold(group, group, written, new HashSet<>(), members, row)) {
        row.problem(group, "the group '" + group + "' holds itself");
      }
      groups.put(group, members);
    }
  }

  private boolean unfold(
      String within,
      String name,
      Map<String, List<String>> written,
      Set<String> above,
      Set<String> members,
      TableRow row) {
    if (names.contains(name)) {
      return members.add(name) || true;
    }
    if (!above.add(name)) {
      return false;
    }
    if (!written.containsKey(name)) {
      row.problem(within, "'" + name + "' is no " + what);
      return true;
    }
    boolean sound = true;
    for (String each : written.get(name)) {
      sound &= unfold(name, each, written, new HashSet<>(above), members, row);
    }
    return sound;
  }

  String what() {
    return what;
  }

  /** The names that a word stands for; none if it stands for nothing. */
  Set<String> members(String word) {
    return names.contains(word) ? Set.of(word) : groups.getOrDefault(word, Set.of());
  }
}
