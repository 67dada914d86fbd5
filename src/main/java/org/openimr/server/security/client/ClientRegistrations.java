package org.openimr.server.security.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openimr.operation.client.ClientRegister;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers clients in the database, beside those of the file. */
final class ClientRegistrations implements ClientRegister {

  private static final Logger LOG = LoggerFactory.getLogger(ClientRegistrations.class);

  private final Clients clients;
  private final ClientTable table;
  private final ClientReader reader;
  private final boolean elsewhere;

  /**
   * Registers clients.
   *
   * @param elsewhere whether the authorization server, and so its register, is not this one
   */
  ClientRegistrations(Clients clients, ClientTable table, ClientReader reader, boolean elsewhere) {
    this.clients = clients;
    this.table = table;
    this.reader = reader;
    this.elsewhere = elsewhere;
  }

  @Override
  public Outcome register(Map<String, Object> registration) {
    List<RegistrationProblem> problems = new ArrayList<>();
    Client client = reader.read(registration, problems);
    String id = String.valueOf(registration.get("id"));
    if (elsewhere) {
      problems.add(
          new RegistrationProblem(
              "id", "must be registered at the authorization server, which is not this one"));
    } else if (clients.isFixed(id)) {
      problems.add(
          new RegistrationProblem(
              "id", "is the one of a client in the server's file, where alone it can be changed"));
    }
    if (!problems.isEmpty()) {
      return new Outcome(
          false,
          problems.stream()
              .map(one -> new Objection(one.member(), "The member " + one + "."))
              .toList());
    }
    boolean created = table.put(client);
    LOG.info("Client {} was {}", client.id(), created ? "registered" : "changed");
    return new Outcome(created, List.of());
  }

  @Override
  public boolean disable(String id, boolean disabled) {
    if (elsewhere || clients.registered(id).isEmpty()) {
      return false;
    }
    table.disable(id, disabled);
    LOG.info("Client {} was {}", id, disabled ? "disabled" : "enabled");
    return true;
  }
}
