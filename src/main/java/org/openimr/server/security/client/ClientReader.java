package org.openimr.server.security.client;

import com.nimbusds.jose.jwk.JWKSet;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.operation.access.Scope;
import org.openimr.server.artifact.PackagedParties;

/**
 * Reads the registration of a client from its members, as they stand in a file, in the database and
 * in {@code $register-client}, and names everything that is wrong with it.
 */
public final class ClientReader {

  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "role",
          "organization",
          "scopes",
          "keys",
          "jwks",
          "jwks-url",
          "redirect-addresses",
          "bound-to-certificate",
          "disabled");

  private final KeyAddresses addresses;

  /** Accepts keys at these addresses. */
  public ClientReader(KeyAddresses addresses) {
    this.addresses = addresses;
  }

  /**
   * Reads a registration.
   *
   * @param members its members
   * @param problems where everything that is wrong is noted, each as member and sentence
   * @return the client, or null if anything is wrong
   */
  public Client read(Map<?, ?> members, List<RegistrationProblem> problems) {
    int before = problems.size();
    for (Object name : members.keySet()) {
      if (!MEMBERS.contains(String.valueOf(name))) {
        problems.add(new RegistrationProblem(String.valueOf(name), "is not known here"));
      }
    }
    Client client =
        new Client(
            id(members, problems),
            text(members, "role"),
            text(members, "organization"),
            texts(members, "scopes"),
            keys(members, problems),
            text(members, "jwks-url"),
            texts(members, "redirect-addresses"),
            flag(members, "bound-to-certificate", problems),
            flag(members, "disabled", problems));
    if (client.forPeople()) {
      checkForPeople(client, problems);
    } else {
      checkProgram(client, problems);
    }
    checkScopes(client, problems);
    return problems.size() == before ? client : null;
  }

  private static String id(Map<?, ?> members, List<RegistrationProblem> problems) {
    String id = text(members, "id");
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}")) {
      problems.add(
          new RegistrationProblem(
              "id", "must be 1 to 100 letters, digits and . _ : / -, a letter or digit first"));
    }
    return id;
  }

  private static JWKSet keys(Map<?, ?> members, List<RegistrationProblem> problems) {
    if (members.get("jwks") != null && members.get("keys") != null) {
      problems.add(new RegistrationProblem("keys", "cannot stand beside jwks"));
    }
    if (members.get("jwks") != null) {
      return PublicKeys.read("jwks", members.get("jwks"), problems);
    }
    return members.get("keys") == null
        ? new JWKSet()
        : PublicKeys.readPem("keys", members.get("keys"), problems);
  }

  private void checkProgram(Client client, List<RegistrationProblem> problems) {
    if (!PackagedParties.codes().contains(client.role())) {
      problems.add(new RegistrationProblem("role", "must be a code of imr-party, such as plan"));
    }
    if (!client.organization().matches("[A-Za-z0-9.-]{1,64}")) {
      problems.add(
          new RegistrationProblem(
              "organization", "must be the id of an Organization, such as vchcp"));
    }
    boolean atAddress = !client.keysAddress().isEmpty();
    boolean named = problems.stream().anyMatch(one -> one.member().matches("keys.*|jwks.*"));
    if (!named && atAddress == !client.keys().isEmpty()) {
      problems.add(
          new RegistrationProblem(
              "jwks", "must be there, or keys, or jwks-url, and only one of them"));
    }
    if (atAddress && !addresses.allow(client.keysAddress())) {
      problems.add(
          new RegistrationProblem(
              "jwks-url", "must begin with an address of openimr.access.key-addresses"));
    }
  }

  private static void checkForPeople(Client client, List<RegistrationProblem> problems) {
    if (!(client.role() + client.organization() + client.keysAddress()).isEmpty()
        || !client.keys().isEmpty()) {
      problems.add(
          new RegistrationProblem(
              "redirect-addresses",
              "cannot stand beside role, organization or keys: people bring theirs"));
    }
    for (String address : client.redirectAddresses()) {
      if (!mayBeSentTo(address)) {
        problems.add(
            new RegistrationProblem(
                "redirect-addresses",
                "must be https addresses without fragment; http on this machine alone"));
      }
    }
  }

  private static boolean mayBeSentTo(String address) {
    try {
      URI uri = URI.create(address);
      boolean loopback =
          "http".equals(uri.getScheme())
              && List.of("127.0.0.1", "[::1]", "localhost").contains(String.valueOf(uri.getHost()));
      return uri.getHost() != null
          && uri.getFragment() == null
          && ("https".equals(uri.getScheme()) || loopback);
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private static void checkScopes(Client client, List<RegistrationProblem> problems) {
    String context = client.forPeople() ? "user" : "system";
    for (String scope : client.scopes()) {
      boolean fits = Scope.parse(scope).filter(one -> one.context().equals(context)).isPresent();
      if (!fits && !(client.forPeople() && scope.equals("openid"))) {
        problems.add(
            new RegistrationProblem("scopes", "must be SMART scopes such as " + context + "/*.rs"));
        return;
      }
    }
    if (client.scopes().isEmpty()) {
      problems.add(new RegistrationProblem("scopes", "must name at least one scope"));
    }
  }

  private static String text(Map<?, ?> members, String name) {
    Object value = members.get(name);
    return value == null ? "" : value.toString();
  }

  private static List<String> texts(Map<?, ?> members, String name) {
    Object value = members.get(name);
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(one -> texts.add(String.valueOf(one)));
    } else if (value != null && !value.toString().isBlank()) {
      texts.addAll(List.of(value.toString().strip().split("\\s+")));
    }
    return texts;
  }

  private static boolean flag(Map<?, ?> members, String name, List<RegistrationProblem> problems) {
    Object value = members.get(name);
    if (value != null && !(value instanceof Boolean)) {
      problems.add(new RegistrationProblem(name, "must be true or false"));
    }
    return Boolean.TRUE.equals(value);
  }
}
