package org.openimr.server.security.token;

import java.util.HashMap;
import java.util.Map;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.jwt.MappedJwtClaimSetConverter;

/** The claims of a JWT in the types that Spring gives them, without those that it would make up. */
public final class SentClaims implements Converter<Map<String, Object>, Map<String, Object>> {

  private final MappedJwtClaimSetConverter types =
      MappedJwtClaimSetConverter.withDefaults(Map.of());

  @Override
  public Map<String, Object> convert(Map<String, Object> sent) {
    Map<String, Object> typed = new HashMap<>(types.convert(sent));
    typed.keySet().retainAll(sent.keySet());
    return typed;
  }
}
