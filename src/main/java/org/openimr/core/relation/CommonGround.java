package org.openimr.core.relation;

/** What two cases have in common; codes of the CodeSystem {@code imr-common-ground}. */
public enum CommonGround {
  /** They dispute the same refusal: a claim, denial or authorization number is the same. */
  DENIAL("denial"),
  /** They dispute the same service of the same member, on days that may be the same. */
  SERVICE("service");

  private final String code;

  CommonGround(String code) {
    this.code = code;
  }

  /**
   * Returns the code.
   *
   * @return the code of the CodeSystem {@code imr-common-ground}
   */
  public String code() {
    return code;
  }
}
