package org.openimr.server.security.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** What a client signs to say who it is; right, until a test changes something. */
final class Assertion {

  final JWTClaimsSet.Builder claims;
  private JWSAlgorithm algorithm = JWSAlgorithm.RS384;
  private JWK key = TestKeys.RSA;
  private String kid = "rsa";
  private Consumer<JWSHeader.Builder> header = builder -> {};

  private Assertion(JWTClaimsSet.Builder claims) {
    this.claims = claims;
  }

  /** By the client {@code appeals}, for a token endpoint. */
  static Assertion forEndpoint(String endpoint) {
    return new Assertion(
        new JWTClaimsSet.Builder()
            .issuer("appeals")
            .subject("appeals")
            .audience(endpoint)
            .jwtID(UUID.randomUUID().toString())
            .issueTime(new Date())
            .expirationTime(Date.from(Instant.now().plusSeconds(240))));
  }

  Assertion signed(JWSAlgorithm with, JWK by, String named) {
    algorithm = with;
    key = by;
    kid = named;
    return this;
  }

  Assertion header(Consumer<JWSHeader.Builder> change) {
    header = change;
    return this;
  }

  Assertion claim(String name, Object value) {
    claims.claim(name, value);
    return this;
  }

  String serialized() {
    try {
      JWSHeader.Builder head = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(kid);
      header.accept(head);
      SignedJWT jwt = new SignedJWT(head.build(), claims.build());
      jwt.sign(signer());
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private JWSSigner signer() throws JOSEException {
    return key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
  }

  /** The form that asks for a token with an assertion. */
  static Map<String, String> form(String assertion, String... more) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", assertion);
    for (int i = 0; i < more.length; i += 2) {
      form.put(more[i], more[i + 1]);
    }
    return form;
  }
}
