package org.openimr.server.security.client;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.openimr.server.artifact.PackagedParties;
import org.openimr.server.security.ProviderNumber;

/** The people who may sign in at the embedded authorization server, from a file. */
public final class People {

  private static final Set<String> MEMBERS =
      Set.of("name", "password", "role", "organization", "npi", "disabled");

  private final Map<String, Person> byName;

  /**
   * One of them.
   *
   * @param name what the person signs in with
   * @param passwordHash bcrypt hash of the password
   * @param role code of CodeSystem {@code imr-party}
   * @param organization id of the Organization acted for
   * @param npi National Provider Identifier; empty if the person has none
   */
  public record Person(
      String name, String passwordHash, String role, String organization, String npi) {}

  private People(Map<String, Person> byName) {
    this.byName = Map.copyOf(byName);
  }

  /** Nobody. */
  public static People none() {
    return new People(Map.of());
  }

  /**
   * Reads a file, in YAML or JSON: an object whose member {@code users} lists them.
   *
   * @throws org.openimr.server.settings.UnusableSettingException naming everything that is wrong
   */
  public static People read(Path file) {
    List<String> problems = new ArrayList<>();
    Map<String, Person> people = new HashMap<>();
    int position = 0;
    for (Object row : ClientsFile.rows(file, "users", problems)) {
      String where = "users[" + position++ + "] ";
      Person person = row instanceof Map<?, ?> members ? person(members, where, problems) : null;
      if (person == null) {
        problems.add(where + "must be an object");
      } else if (people.put(person.name(), person) != null) {
        problems.add(where + "has the name of another one");
      }
      if (row instanceof Map<?, ?> members && Boolean.TRUE.equals(members.get("disabled"))) {
        people.remove(String.valueOf(members.get("name")));
      }
    }
    ClientsFile.refuse("openimr.access.users-file", problems);
    return new People(people);
  }

  private static Person person(Map<?, ?> members, String where, List<String> problems) {
    for (Object name : members.keySet()) {
      if (!MEMBERS.contains(String.valueOf(name))) {
        problems.add(where + name + " is not known here");
      }
    }
    Person person =
        new Person(
            text(members, "name"),
            text(members, "password"),
            text(members, "role"),
            text(members, "organization"),
            text(members, "npi"));
    if (!person.name().matches("[\\x21-\\x7E]{1,100}")) {
      problems.add(where + "name must be 1 to 100 printable characters without spaces");
    }
    if (!person.passwordHash().matches("\\$2[aby]\\$(1[0-6])\\$[./A-Za-z0-9]{53}")) {
      problems.add(where + "password must be a bcrypt hash of strength 10 to 16");
    }
    if (!PackagedParties.codes().contains(person.role())) {
      problems.add(where + "role must be a code of imr-party, such as plan-staff");
    }
    if (!person.organization().matches("[A-Za-z0-9.-]{1,64}")) {
      problems.add(where + "organization must be the id of an Organization, such as vchcp");
    }
    if (!person.npi().isEmpty() && !ProviderNumber.valid(person.npi())) {
      problems.add(where + "npi must be a National Provider Identifier of ten digits, in quotes");
    }
    return person;
  }

  private static String text(Map<?, ?> members, String name) {
    return members.get(name) == null ? "" : members.get(name).toString();
  }

  /** The person of a name. */
  public Optional<Person> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Whether there is anybody. */
  public boolean any() {
    return !byName.isEmpty();
  }
}
