package org.openimr.server.security.client;

import com.nimbusds.jose.jwk.JWKSet;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.openimr.operation.client.ClientRegister;
import org.openimr.server.settings.Exposure;
import org.openimr.server.settings.Settings;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The clients of the embedded authorization server: those of a file, which the operator keeps, and
 * those that were registered by operation.
 *
 * <p>Every question is answered from the database, so that a client that was disabled anywhere is
 * refused everywhere at once.
 */
public final class Clients {

  private final Map<String, Client> fixed;
  private final ClientTable table;
  private final KeyAddresses addresses;
  private final ClientRegister register;

  Clients(
      Map<String, Client> fixed,
      ClientTable table,
      KeyAddresses addresses,
      ClientReader reader,
      boolean elsewhere) {
    this.fixed = Map.copyOf(fixed);
    this.table = table;
    this.addresses = addresses;
    this.register = new ClientRegistrations(this, table, reader, elsewhere);
  }

  /**
   * Those of a server with these settings.
   *
   * @throws org.openimr.server.settings.UnusableSettingException if the file cannot be used, or if
   *     others than this machine can reach the server and no client is registered
   */
  public static Clients of(Settings settings, JdbcTemplate jdbc, Clock clock) {
    KeyAddresses addresses = new KeyAddresses(settings.access().allowedKeyAddresses(), clock);
    ClientReader reader = new ClientReader(addresses);
    String file = settings.access().clientsFile();
    Map<String, Client> fixed = file.isEmpty() ? Map.of() : ClientsFile.read(Path.of(file), reader);
    if (Exposure.demo(settings)) {
      fixed = DemoClients.in(settings.data().directory());
    }
    if (!settings.access().usersFile().isEmpty()) {
      fixed = new HashMap<>(fixed);
      fixed.putIfAbsent(ApplicationClient.ID, ApplicationClient.client());
    }
    Clients clients =
        new Clients(
            fixed,
            new ClientTable(jdbc, reader, clock),
            addresses,
            reader,
            settings.access().external());
    Exposure.checkClients(settings, clients.any());
    return clients;
  }

  /** The client of an id; empty if there is none or it is disabled. */
  public Optional<Client> find(String id) {
    return registered(id).filter(client -> !client.disabled());
  }

  /** The client of an id, disabled or not. */
  Optional<Client> registered(String id) {
    if (!id.matches("[\\x21-\\x7E]{1,100}")) {
      return Optional.empty();
    }
    Optional<ClientTable.Row> row = table.row(id);
    Client client = fixed.get(id);
    if (client == null) {
      client = row.map(ClientTable.Row::client).orElse(null);
    }
    boolean disabled = row.map(ClientTable.Row::disabled).orElse(false);
    return Optional.ofNullable(client).map(one -> disabled ? one.disabled(true) : one);
  }

  /** Whether a client stands in the file, where alone it can be changed. */
  boolean isFixed(String id) {
    return fixed.containsKey(id);
  }

  /** Where clients are registered while the server runs. */
  public ClientRegister register() {
    return register;
  }

  /** Whether any client of the operator's could sign in. */
  public boolean any() {
    return fixed.values().stream()
            .anyMatch(client -> !client.disabled() && !client.id().equals(ApplicationClient.ID))
        || table.any();
  }

  /** The public keys of a client, among which one is looked for. */
  public JWKSet keys(Client client, String kid) {
    return client.keysAddress().isEmpty()
        ? client.keys()
        : addresses.keys(client.keysAddress(), kid);
  }
}
