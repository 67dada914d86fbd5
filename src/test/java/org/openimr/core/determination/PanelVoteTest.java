package org.openimr.core.determination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.openimr.core.determination.Outcome.OVERTURNED;
import static org.openimr.core.determination.Outcome.PARTIALLY_OVERTURNED;
import static org.openimr.core.determination.Outcome.UPHELD;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A majority prevails, and an even split decides for the member. */
class PanelVoteTest {

  @Test
  void aMajorityPrevails() {
    expect(List.of(UPHELD, UPHELD, OVERTURNED), UPHELD, false);
    expect(List.of(OVERTURNED, UPHELD, OVERTURNED), OVERTURNED, false);
    expect(List.of(UPHELD), UPHELD, false);
    expect(List.of(OVERTURNED, OVERTURNED), OVERTURNED, false);
  }

  @Test
  void anEvenSplitDecidesForTheMember() {
    expect(List.of(UPHELD, OVERTURNED), OVERTURNED, true);
    expect(List.of(UPHELD, UPHELD, OVERTURNED, OVERTURNED), OVERTURNED, true);
    expect(List.of(PARTIALLY_OVERTURNED, UPHELD), PARTIALLY_OVERTURNED, true);
    expect(List.of(OVERTURNED, PARTIALLY_OVERTURNED), OVERTURNED, true);
  }

  @Test
  void whoWouldGrantMoreWouldAlsoGrantLess() {
    // two of three grant at least a part
    expect(List.of(UPHELD, PARTIALLY_OVERTURNED, OVERTURNED), PARTIALLY_OVERTURNED, false);
    // three of five grant something, two all
    expect(
        List.of(UPHELD, UPHELD, PARTIALLY_OVERTURNED, OVERTURNED, OVERTURNED),
        PARTIALLY_OVERTURNED,
        false);
  }

  @Test
  void aPanelHasVotes() {
    assertThatThrownBy(() -> new PanelVote(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private static void expect(List<Outcome> votes, Outcome outcome, boolean split) {
    PanelVote panel = new PanelVote(votes);
    assertThat(panel.outcome()).as(votes.toString()).isEqualTo(outcome);
    assertThat(panel.evenlySplit()).as(votes.toString()).isEqualTo(split);
  }
}
