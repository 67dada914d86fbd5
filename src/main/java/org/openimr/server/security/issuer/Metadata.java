package org.openimr.server.security.issuer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the authorization server says of itself: to OAuth and OpenID Connect clients, and to SMART
 * clients.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-2">RFC 8414, section 2</a>
 */
final class Metadata {

  private static final List<String> ALGORITHMS = List.of("RS384", "ES384");
  private static final List<String> TAKEN_OVER =
      List.of(
          "issuer",
          "jwks_uri",
          "authorization_endpoint",
          "token_endpoint",
          "introspection_endpoint",
          "revocation_endpoint",
          "grant_types_supported",
          "response_types_supported",
          "scopes_supported",
          "token_endpoint_auth_methods_supported",
          "token_endpoint_auth_signing_alg_values_supported");

  private Metadata() {}

  /** The embedded one; with a sign-in for people, or for programs alone. */
  static Map<String, Object> embedded(IssuerContext at, boolean people) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("issuer", at.getIssuer());
    said.put("jwks_uri", at.keysEndpoint());
    said.put("token_endpoint", at.tokenEndpoint());
    said.put("grant_types_supported", either(people, "client_credentials", "authorization_code"));
    said.put("token_endpoint_auth_methods_supported", either(people, "private_key_jwt", "none"));
    said.put("token_endpoint_auth_signing_alg_values_supported", ALGORITHMS);
    said.put(
        "scopes_supported",
        either(
            people,
            List.of("system/*.cruds", "system/*.rs"),
            List.of("user/*.cruds", "user/*.rs", "openid")));
    said.put("code_challenge_methods_supported", List.of("S256"));
    if (people) {
      said.put("authorization_endpoint", at.authorizationEndpoint());
      said.put("response_types_supported", List.of("code"));
    }
    return said;
  }

  /** The embedded one, for OpenID Connect. */
  static Map<String, Object> openId(IssuerContext at, boolean people) {
    Map<String, Object> said = embedded(at, people);
    said.put("response_types_supported", List.of("code"));
    said.put("subject_types_supported", List.of("public"));
    said.put("id_token_signing_alg_values_supported", List.of("RS256"));
    return said;
  }

  /** The embedded one, for SMART. */
  static Map<String, Object> smart(IssuerContext at, boolean people) {
    Map<String, Object> said = embedded(at, people);
    said.put(
        "capabilities",
        either(
            people,
            List.of("client-confidential-asymmetric", "permission-v1"),
            List.of("client-public", "permission-user")));
    return said;
  }

  /** One elsewhere, for SMART: what it says of itself, and what this server adds. */
  static Map<String, Object> smart(Map<String, Object> external) {
    Map<String, Object> said = new LinkedHashMap<>();
    TAKEN_OVER.stream()
        .filter(external::containsKey)
        .forEach(member -> said.put(member, external.get(member)));
    said.putIfAbsent("grant_types_supported", List.of("authorization_code"));
    said.put("code_challenge_methods_supported", List.of("S256"));
    boolean assertions =
        said.get("token_endpoint_auth_methods_supported") instanceof List<?> methods
            && methods.contains("private_key_jwt");
    said.put(
        "capabilities",
        assertions
            ? List.of("client-confidential-asymmetric", "permission-v1")
            : List.of("permission-v1"));
    return said;
  }

  private static List<String> either(boolean people, String always, String forPeople) {
    return either(people, List.of(always), List.of(forPeople));
  }

  private static List<String> either(boolean people, List<String> always, List<String> forPeople) {
    List<String> all = new ArrayList<>(always);
    if (people) {
      all.addAll(forPeople);
    }
    return all;
  }
}
