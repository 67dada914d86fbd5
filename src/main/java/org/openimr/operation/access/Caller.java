package org.openimr.operation.access;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.openimr.fhir.casefile.transaction.EventTransaction.Recorder;

/**
 * Who makes a request: the program that sends it, the role it acts in, the organization it acts
 * for, the scopes that its token limits it to and, where that is told, the person that sits before
 * it.
 *
 * <p>The server puts one on every request before anything else runs, so that an operation can ask
 * whose data it may touch. A caller without organization is {@link #ANONYMOUS}: it sees definitions
 * and uses the stateless operations, nothing else.
 *
 * @param client id of the calling program, such as {@code vchcp-appeals}
 * @param role code of CodeSystem {@code imr-party}, such as {@code plan}; empty if anonymous
 * @param organization id of the Organization acted for; empty if anonymous
 * @param scopes what its token allows at most
 * @param reason why it asks for what it is shown only with a reason; empty if it gives none
 * @param npi National Provider Identifier of the person that signed in; empty if none is known
 */
public record Caller(
    String client, String role, String organization, Scopes scopes, String reason, String npi) {

  /** The caller of a request that carries no token. */
  public static final Caller ANONYMOUS = new Caller("anonymous", "", "", Scopes.NONE);

  /** The server itself, where it must see the whole of a case to say something about it. */
  public static final Caller SERVER = new Caller("openimr", "admin", "openimr");

  private static final String NPI = "http://hl7.org/fhir/sid/us-npi";
  private static final String KEY = Caller.class.getName();

  /** Rejects parts that are missing. */
  public Caller {
    if (client == null
        || role == null
        || organization == null
        || scopes == null
        || reason == null
        || npi == null) {
      throw new IllegalArgumentException(
          "a caller has a client, a role, an organization, scopes, perhaps a reason and a number");
    }
  }

  /** A caller that gives no reason. */
  public Caller(String client, String role, String organization, Scopes scopes) {
    this(client, role, organization, scopes, "", "");
  }

  /** A caller that is limited by its role alone. */
  public Caller(String client, String role, String organization) {
    this(client, role, organization, Scopes.ALL);
  }

  /** The caller of a request; anonymous if none was put on it. */
  public static Caller of(RequestDetails request) {
    return request != null && request.getUserData().get(KEY) instanceof Caller caller
        ? caller
        : ANONYMOUS;
  }

  /** Puts this caller on a request. */
  public void putOn(RequestDetails request) {
    request.getUserData().put(KEY, this);
  }

  /** Whether the request carried no token. */
  public boolean anonymous() {
    return organization.isEmpty();
  }

  /** The same caller, which gives a reason. */
  public Caller because(String given) {
    return new Caller(client, role, organization, scopes, given, npi);
  }

  /** The same caller, for a person whose National Provider Identifier is known. */
  public Caller person(String number) {
    return new Caller(client, role, organization, scopes, reason, number);
  }

  /** Whether a number is that of the person that signed in. */
  public boolean isPerson(Identifier number) {
    return !npi.isEmpty() && NPI.equals(number.getSystem()) && npi.equals(number.getValue());
  }

  /** Whether some names, of the form {@code system|value}, hold the number of that person. */
  public boolean isPerson(Set<String> names) {
    return !npi.isEmpty() && names.contains(NPI + "|" + npi);
  }

  /** Who records, as a change of a case says it. */
  public Recorder recorder() {
    return new Recorder(organization, client, role);
  }

  /** Whether the caller asks for what it is shown only with a reason, and gives one. */
  public boolean breaksGlass() {
    return !reason.isEmpty();
  }
}
