package org.openimr.server.artifact;

import org.openimr.fhir.policy.text.catalogue.SecondLookTermsReader;

/** How many cases are rated a second time, as it travels inside the program. */
public final class PackagedSecondLook {

  private PackagedSecondLook() {}

  /**
   * Reads it.
   *
   * @return how many, how often both must agree, and what a second rater is shown
   * @throws RuntimeException naming everything that is wrong with it; the server does not start
   */
  public static SecondLookTermsReader.Read read() {
    String name = "second-look/second-look.yaml";
    return SecondLookTermsReader.read(
        "profiles/" + name, new PackagedFiles().texts(name, "").get(0));
  }
}
