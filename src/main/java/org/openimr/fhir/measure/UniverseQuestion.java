package org.openimr.fhir.measure;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.report.AddressParameters;

/**
 * Which cases stand in the table of all clocks.
 *
 * @param policy the code of the policy, with or without {@code |version}; null for all
 */
public record UniverseQuestion(String policy) {

  /**
   * Reads the address of a request.
   *
   * @param given the parameters in it
   * @param known says whether a policy is known
   * @return what is asked
   * @throws UnreadableResourceException naming all that is wrong
   */
  public static UniverseQuestion read(Map<String, String[]> given, Predicate<String> known) {
    AddressParameters address = new AddressParameters(given, List.of("policy"), List.of());
    String policy = address.text("policy");
    if (policy != null && !known.test(policy)) {
      address.refuse(
          "not-found",
          "policy",
          "No such policy is held; a code such as phc-um, or code|version, was expected.");
    }
    address.check();
    return new UniverseQuestion(policy);
  }

  /** Whether a case is meant. */
  public boolean means(String canonical) {
    String named = canonical.substring(canonical.lastIndexOf('/') + 1);
    return policy == null || named.equals(policy) || named.startsWith(policy + "|");
  }
}
