package org.openimr.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;

class CriterionTest {

  @Test
  void saysTheDateFromWhichAnEventMustLie() {
    assertThat(criterion("phc-advantage-ire", "P05.start").requirement())
        .isEqualTo("appeal-received on or after 2027-01-01");
  }

  @Test
  void saysWhichOrderOfEventsWillDoAsWell() {
    assertThat(criterion("dmhc-imr-chw", "H02").requirement())
        .isEqualTo(
            "%`state-fair-hearing` = 'none'; or fair-hearing-requested, fair-hearing-held only"
                + " after application-received");
  }

  @Test
  void saysItsConditionWhereThatIsAll() {
    assertThat(criterion("phc-external-imr", "P06").requirement())
        .isEqualTo("%`cmo-referral` = true");
  }

  private static Criterion criterion(String policy, String id) {
    return all(HeldPolicies.policy(policy).criteria())
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Criterion> all(CriterionNode node) {
    return node instanceof CriterionNode.Group group
        ? group.members().stream().flatMap(CriterionTest::all)
        : Stream.of((Criterion) node);
  }
}
