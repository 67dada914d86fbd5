package org.openimr.core.relation;

import java.util.Set;

/** How two cases are related; codes of the CodeSystem {@code imr-case-relation}. */
public enum CaseRelation {
  /** The same refusal is disputed twice under one policy, by one organization or by two. */
  DUPLICATE("duplicate"),
  /** The same service is asked for again under one policy. */
  FURTHER_APPLICATION("further-application"),
  /** The dispute is, or was, before another review as well, such as the plan's own. */
  OTHER_REVIEW("other-review");

  private final String code;

  CaseRelation(String code) {
    this.code = code;
  }

  /**
   * Says how two cases are related.
   *
   * @param policy the canonical of the policy of one case
   * @param other that of the other
   * @param common what they have in common, not empty
   * @return the relation
   */
  public static CaseRelation of(String policy, String other, Set<CommonGround> common) {
    if (!withoutVersion(policy).equals(withoutVersion(other))) {
      return OTHER_REVIEW;
    }
    return common.contains(CommonGround.DENIAL) ? DUPLICATE : FURTHER_APPLICATION;
  }

  private static String withoutVersion(String canonical) {
    int bar = canonical.indexOf('|');
    return bar < 0 ? canonical : canonical.substring(0, bar);
  }

  /**
   * Returns the code.
   *
   * @return the code of the CodeSystem {@code imr-case-relation}
   */
  public String code() {
    return code;
  }
}
