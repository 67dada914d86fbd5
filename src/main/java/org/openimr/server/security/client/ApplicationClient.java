package org.openimr.server.security.client;

import com.nimbusds.jose.jwk.JWKSet;
import java.util.List;

/**
 * The page of this server on which an application is typed, as a client that people sign in with.
 * It is known wherever people are.
 */
public final class ApplicationClient {

  /** Its {@code client_id}. */
  public static final String ID = "openimr-application";

  /** What it may ask for: to submit a case, and to find and read one that a form is filled from. */
  public static final String SCOPE = "user/Task.crs";

  /** Where people are sent back to, from the address of this server on. */
  public static final String BACK = "/application/signed-in.html";

  private ApplicationClient() {}

  static Client client() {
    return new Client(ID, "", "", List.of(SCOPE), new JWKSet(), "", List.of(BACK), false, false);
  }
}
