package org.openimr.server.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call, and how callers prove who they are.
 *
 * @param demo whether the published demonstration tokens are accepted; only while the server
 *     listens on this machine alone and nothing else says who may call
 * @param behindProxy whether a proxy in front of the server speaks TLS with the clients
 * @param issuer address of the external authorization server whose tokens are accepted; empty for
 *     the embedded one
 * @param audience what the {@code aud} of its tokens must hold; empty for the base address of the
 *     FHIR interface
 * @param roleClaim claim of its tokens that holds the role; a dot leads into an object
 * @param organizationClaim claim of its tokens that holds the id of the organization
 * @param npiClaim claim of its tokens that holds the National Provider Identifier of the person
 * @param clientsFile file of the programs that the embedded one knows; empty for none
 * @param usersFile file of the people that the embedded one lets sign in; empty for none
 * @param keysFile file of the private keys that it signs with; empty for one in the data directory
 * @param keyAddresses beginnings of the addresses from which keys of clients may be fetched,
 *     separated by commas; empty for none
 */
public record AccessSettings(
    @DefaultValue("true") boolean demo,
    @DefaultValue("false") boolean behindProxy,
    @DefaultValue("") String issuer,
    @DefaultValue("") String audience,
    @DefaultValue("imr_role") String roleClaim,
    @DefaultValue("imr_organization") String organizationClaim,
    @DefaultValue("npi") String npiClaim,
    @DefaultValue("") String clientsFile,
    @DefaultValue("") String usersFile,
    @DefaultValue("") String keysFile,
    @DefaultValue("") String keyAddresses) {

  private static final String ADDRESS =
      "https://[^\\s?#,]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:\\d+)?(/[^\\s?#,]*)?";

  /** Refuses addresses without TLS, files that are not there, and what contradicts itself. */
  public AccessSettings {
    if (!issuer.isEmpty() && !issuer.matches(ADDRESS)) {
      throw new IllegalArgumentException("openimr.access.issuer must be an https address");
    }
    if (!issuer.isEmpty() && !(clientsFile + usersFile).isEmpty()) {
      throw new IllegalArgumentException(
          "openimr.access.issuer cannot be used with openimr.access.clients-file or"
              + " openimr.access.users-file: the issuer knows its own clients and people");
    }
    require("clients-file", clientsFile);
    require("users-file", usersFile);
    require("keys-file", keysFile);
    for (String address : addresses(keyAddresses)) {
      if (!address.matches(ADDRESS) || !address.substring(8).contains("/")) {
        throw new IllegalArgumentException(
            "openimr.access.key-addresses must be https addresses with a path, separated by"
                + " commas");
      }
    }
  }

  private static void require(String key, String file) {
    if (!file.isEmpty() && !Files.isReadable(Path.of(file))) {
      throw new IllegalArgumentException(
          "openimr.access." + key + " must be a file that can be read");
    }
  }

  private static List<String> addresses(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"));
  }

  /** The beginnings of the addresses from which keys of clients may be fetched. */
  public List<String> allowedKeyAddresses() {
    return addresses(keyAddresses);
  }

  /** Whether an authorization server elsewhere issues the tokens. */
  public boolean external() {
    return !issuer.isEmpty();
  }
}
