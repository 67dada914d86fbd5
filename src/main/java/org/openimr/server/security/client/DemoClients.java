package org.openimr.server.security.client;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openimr.server.security.DemoCallers;
import org.openimr.server.security.SecretFiles;

/**
 * One client per role for trying the token endpoint out, with keys that are made at the first start
 * and lie in the data directory, in {@code demo-keys}. All of them share the two keys.
 */
final class DemoClients {

  private DemoClients() {}

  /** The clients by their ids, which are the published tokens. */
  static Map<String, Client> in(Path data) {
    JWKSet keys = new JWKSet(List.of(key(data, "rs384"), key(data, "es384"))).toPublicJWKSet();
    Map<String, Client> clients = new LinkedHashMap<>();
    DemoCallers.published()
        .forEach(
            (token, caller) ->
                clients.put(
                    token,
                    new Client(
                        token,
                        caller.role(),
                        caller.organization(),
                        List.of("system/*.cruds"),
                        keys,
                        "",
                        List.of(),
                        false,
                        false)));
    return clients;
  }

  private static JWK key(Path data, String name) {
    Path file = data.resolve("demo-keys").resolve(name + ".json");
    try {
      if (!Files.exists(file)) {
        SecretFiles.write(file, make(name).toJSONString());
      }
      return JWK.parse(Files.readString(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (ParseException damaged) {
      throw new IllegalStateException(file + " is not a key any more; remove it", damaged);
    }
  }

  private static JWK make(String name) {
    try {
      return name.equals("rs384")
          ? new RSAKeyGenerator(2048).algorithm(JWSAlgorithm.RS384).keyID("demo-rs384").generate()
          : new ECKeyGenerator(Curve.P_384)
              .algorithm(JWSAlgorithm.ES384)
              .keyID("demo-es384")
              .generate();
    } catch (JOSEException everyJavaHasThem) {
      throw new IllegalStateException(everyJavaHasThem);
    }
  }
}
