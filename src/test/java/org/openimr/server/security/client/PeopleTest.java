package org.openimr.server.security.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openimr.server.settings.UnusableSettingException;

/** A file of people is read whole, or refused with everything that is wrong with it. */
class PeopleTest {

  private static final String HASH = "$2a$12$" + "a".repeat(53);

  @TempDir private Path folder;

  private People read(String text) throws IOException {
    return People.read(Files.writeString(folder.resolve("users.yaml"), text));
  }

  @Test
  void peopleAreFoundByName() throws IOException {
    People people =
        read(
            "users:\n- {name: jo, password: '%s', role: imro-reviewer, organization: imro-1}\n"
                .formatted(HASH));
    assertThat(people.find("jo"))
        .contains(new People.Person("jo", HASH, "imro-reviewer", "imro-1", ""));
    assertThat(people.find("Jo")).isEmpty();
  }

  @Test
  void aPersonMayHaveANumber() throws IOException {
    String line = "users:\n- {name: jo, password: '%s', role: cmo, organization: phc, npi: '%s'}\n";
    // the example of the standard: 123456789 with the check digit 3
    assertThat(read(line.formatted(HASH, "1234567893")).find("jo"))
        .contains(new People.Person("jo", HASH, "cmo", "phc", "1234567893"));
    for (String wrong : List.of("1234567890", "3234567891", "123456789", "12345678930", "x")) {
      assertThatThrownBy(() -> read(line.formatted(HASH, wrong)))
          .as(wrong)
          .hasMessageContaining("users[0] npi must be a National Provider Identifier");
    }
  }

  @Test
  void whoIsDisabledIsNotThere() throws IOException {
    People people =
        read(
            "users:\n- {name: jo, password: '%s', role: plan, organization: a, disabled: true}\n"
                .formatted(HASH));
    assertThat(people.any()).isFalse();
  }

  @Test
  void everyProblemIsNamedAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    users:
                    - {name: 'a b', password: secret, role: boss, organization: '', admin: true}
                    - {name: jo, password: '$2a$04$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
                       role: plan, organization: a}
                    """))
        .isInstanceOf(UnusableSettingException.class)
        .hasMessageContaining("users[0] name must be")
        .hasMessageContaining("users[0] password must be a bcrypt hash")
        .hasMessageContaining("users[0] role must be")
        .hasMessageContaining("users[0] organization must be")
        .hasMessageContaining("users[0] admin is not known here")
        .hasMessageContaining("users[1] password must be a bcrypt hash of strength 10 to 16")
        .hasMessageNotContaining("secret");
  }
}
