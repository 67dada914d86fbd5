package org.openimr.server.security.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The public keys of a client: RSA of 2048 bits or more for RS384, EC on P-384 for ES384.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7517">RFC 7517</a>
 */
public final class PublicKeys {

  private static final int MOST = 20;
  private static final int LEAST_BITS = 2048;

  private PublicKeys() {}

  /** Reads a JWK Set, given as text or as what a JSON reader made of it. */
  static JWKSet read(String member, Object value, List<RegistrationProblem> problems) {
    try {
      JWKSet keys =
          value instanceof Map<?, ?> map
              ? JWKSet.parse(JSONObjectUtils.toJSONString(named(map)))
              : JWKSet.parse(value.toString());
      check(member, keys, problems);
      return keys;
    } catch (ParseException | RuntimeException unreadable) {
      problems.add(new RegistrationProblem(member, "must be a JWK Set: {\"keys\": […]}"));
      return new JWKSet();
    }
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new java.util.LinkedHashMap<>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  /** Reads keys in PEM form, each with its {@code kid}, in the file itself or in one beside it. */
  static JWKSet readPem(String member, Object value, List<RegistrationProblem> problems) {
    List<JWK> keys = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object one : list) {
        JWK key = one instanceof Map<?, ?> named ? fromPem(named) : null;
        if (key == null) {
          problems.add(
              new RegistrationProblem(
                  member, "must each have a kid and a public key as pem or in a pem-file"));
        } else {
          keys.add(key);
        }
      }
    } else {
      problems.add(new RegistrationProblem(member, "must be a list"));
    }
    JWKSet set = new JWKSet(keys);
    if (!keys.isEmpty()) {
      check(member, set, problems);
    }
    return set;
  }

  private static JWK fromPem(Map<?, ?> key) {
    try {
      String pem =
          key.get("pem-file") == null
              ? String.valueOf(key.get("pem"))
              : Files.readString(Path.of(key.get("pem-file").toString()));
      String body = pem.replaceAll("-----(BEGIN|END) PUBLIC KEY-----|\\s", "");
      X509EncodedKeySpec encoded = new X509EncodedKeySpec(Base64.getDecoder().decode(body));
      String kid = key.get("kid") == null ? null : key.get("kid").toString();
      try {
        return new RSAKey.Builder(
                (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(encoded))
            .keyID(kid)
            .build();
      } catch (GeneralSecurityException notRsa) {
        ECPublicKey point = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(encoded);
        return new ECKey.Builder(Curve.forECParameterSpec(point.getParams()), point)
            .keyID(kid)
            .build();
      }
    } catch (IOException | GeneralSecurityException | RuntimeException unreadable) {
      return null;
    }
  }

  private static void check(String member, JWKSet keys, List<RegistrationProblem> problems) {
    Set<String> seen = new HashSet<>();
    if (keys.isEmpty() || keys.size() > MOST) {
      problems.add(new RegistrationProblem(member, "must hold 1 to " + MOST + " keys"));
    }
    for (JWK key : keys.getKeys()) {
      if (key.isPrivate()) {
        problems.add(
            new RegistrationProblem(
                member, "hold a private key; it is no secret any more, make another one"));
      } else if (!usable(key)) {
        problems.add(
            new RegistrationProblem(
                member, "must be RSA keys of 2048 bits or more, or EC keys on P-384"));
      } else if (key.getKeyID() == null || key.getKeyID().isBlank()) {
        problems.add(new RegistrationProblem(member, "must each have a kid"));
      } else if (!seen.add(key.getKeyType() + " " + key.getKeyID())) {
        problems.add(new RegistrationProblem(member, "must each have a kid of their own"));
      }
    }
  }

  private static boolean usable(JWK key) {
    try {
      return key instanceof RSAKey rsa
              && rsa.toRSAPublicKey().getModulus().bitLength() >= LEAST_BITS
          || key instanceof ECKey ec
              && ec.getCurve().equals(Curve.P_384)
              && ec.toECPublicKey() != null;
    } catch (JOSEException unusable) {
      return false;
    }
  }
}
