package org.openimr.server.security.issuer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestSecurityComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.UriType;

/**
 * What the CapabilityStatement says of how callers prove who they are.
 *
 * @see <a href="https://hl7.org/fhir/R4/security.html">FHIR R4, security</a>
 */
public final class SecurityStatement {

  private static final String ADDRESSES =
      "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
  private static final Map<String, String> ENDPOINTS =
      Map.of("token", "token_endpoint", "authorize", "authorization_endpoint");

  private final Function<HttpServletRequest, Optional<Map<String, Object>>> smart;

  SecurityStatement(Function<HttpServletRequest, Optional<Map<String, Object>>> smart) {
    this.smart = smart;
  }

  /** The statement, with the addresses under which the request came. */
  public CapabilityStatementRestSecurityComponent at(HttpServletRequest request) {
    CapabilityStatementRestSecurityComponent security =
        new CapabilityStatementRestSecurityComponent();
    security
        .addService()
        .addCoding(
            new Coding(
                "http://terminology.hl7.org/CodeSystem/restful-security-service",
                "SMART-on-FHIR",
                "SMART-on-FHIR"));
    security.setDescription(
        "Bearer tokens of OAuth 2.0 with SMART scopes; definitions and the stateless operations"
            + " need none. The SMART configuration is at .well-known/smart-configuration.");
    Extension addresses = new Extension(ADDRESSES);
    Map<String, Object> said = smart.apply(request).orElse(Map.of());
    ENDPOINTS.forEach(
        (name, member) -> {
          if (said.get(member) instanceof String address) {
            addresses.addExtension(name, new UriType(address));
          }
        });
    if (addresses.hasExtension()) {
      security.addExtension(addresses);
    }
    return security;
  }
}
