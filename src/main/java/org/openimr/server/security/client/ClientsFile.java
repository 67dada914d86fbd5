package org.openimr.server.security.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openimr.server.settings.UnusableSettingException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A file of clients, in YAML or JSON: an object whose member {@code clients} lists them. */
final class ClientsFile {

  private ClientsFile() {}

  /**
   * Reads a file.
   *
   * @return the clients by their ids, in the order of the file
   * @throws UnusableSettingException naming everything that is wrong with it
   */
  static Map<String, Client> read(Path file, ClientReader reader) {
    List<String> problems = new ArrayList<>();
    Map<String, Client> clients = new LinkedHashMap<>();
    int position = 0;
    for (Object row : rows(file, "clients", problems)) {
      List<RegistrationProblem> found = new ArrayList<>();
      Client client = row instanceof Map<?, ?> members ? reader.read(members, found) : null;
      String name = "clients[" + position++ + "] ";
      if (!(row instanceof Map<?, ?>)) {
        problems.add(name + "must be an object");
      }
      found.forEach(problem -> problems.add(name + problem));
      if (client != null && clients.put(client.id(), client) != null) {
        problems.add(name + "has the id of another one");
      }
    }
    refuse("openimr.access.clients-file", problems);
    return clients;
  }

  /** The rows of a list in a YAML or JSON file. */
  static List<?> rows(Path file, String member, List<String> problems) {
    try {
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      if (yaml.load(Files.readString(file)) instanceof Map<?, ?> content
          && content.size() == 1
          && content.get(member) instanceof List<?> rows) {
        return rows;
      }
      problems.add("must be an object with the one member " + member + ", a list");
    } catch (IOException | YAMLException unreadable) {
      problems.add("is no YAML or JSON that can be read");
    }
    return List.of();
  }

  /** Throws one sentence of all problems, if there are any. */
  static void refuse(String key, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new UnusableSettingException(
          "The file of " + key + " cannot be used: " + String.join("; ", problems) + ".", null);
    }
  }
}
