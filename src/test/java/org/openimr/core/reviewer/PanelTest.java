package org.openimr.core.reviewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The majority of a panel prevails, and an even split is decided for the member. */
class PanelTest {

  private static final VotingTerms TERMS =
      new VotingTerms(List.of("upheld", "partially-overturned", "overturned"), "HSC 1374.33");

  private static List<Vote> votes(String letters) {
    List<Vote> votes = new ArrayList<>();
    for (char letter : letters.toCharArray()) {
      String outcome =
          switch (letter) {
            case 'U' -> "upheld";
            case 'P' -> "partially-overturned";
            case 'O' -> "overturned";
            default -> null;
          };
      votes.add(new Vote(votes.size() + 1, outcome));
    }
    return votes;
  }

  private static PanelDecision decide(String letters) {
    return new Panel(letters.length(), TERMS).decide(votes(letters));
  }

  @ParameterizedTest(name = "{0} gives {1}, even split {2}")
  @CsvSource({
    // one alone
    "U, upheld, false",
    "O, overturned, false",
    // a majority, in whatever order
    "UUO, upheld, false",
    "OUU, upheld, false",
    "OOU, overturned, false",
    "UPP, partially-overturned, false",
    // two of three give at least a part, one of three the whole
    "UPO, partially-overturned, false",
    "OPU, partially-overturned, false",
    // three of five give at least a part, two the whole
    "UUPOO, partially-overturned, false",
    "UUPPP, partially-overturned, false",
    "UUUOO, upheld, false",
    "UUOOO, overturned, false",
    // just half would give the member at least that much
    "UO, overturned, true",
    "UP, partially-overturned, true",
    "PO, overturned, true",
    "UUOO, overturned, true",
    "UUPO, partially-overturned, true",
    "UPOO, overturned, true",
    // even in number, but not split
    "UU, upheld, false",
    "UUUO, upheld, false",
    "UPPO, partially-overturned, false",
    "UOOO, overturned, false",
    // who withdrew does not count: of three only two vote
    "UO-, overturned, true",
    "U-O, overturned, true",
    "UU-, upheld, false",
    "UUO--, upheld, false"
  })
  void votesCome(String letters, String outcome, boolean split) {
    PanelDecision decision = decide(letters);

    assertThat(decision.outcome()).isEqualTo(outcome);
    assertThat(decision.evenSplit()).isEqualTo(split);
  }

  @Test
  void anEvenSplitSaysSoWithItsSource() {
    PanelDecision decision = decide("UUPO");

    assertThat(decision.explanation())
        .isEqualTo(
            "The votes are evenly split, which is decided for the member: partially-overturned"
                + " (votes: 2 upheld, 1 partially-overturned, 1 overturned). See HSC 1374.33.");
    assertThat(decision.citation()).isEqualTo("HSC 1374.33");
    assertThat(decide("OUU").explanation())
        .isEqualTo(
            "The majority prevails: upheld (votes: 2 upheld, 1 overturned). See HSC 1374.33.");
    assertThat(decide("OOO").explanation())
        .isEqualTo("All agree: overturned (votes: 3 overturned). See HSC 1374.33.");
  }

  @Test
  void votesThatCannotBeCountedAreAllNamed() {
    Panel panel = new Panel(3, TERMS);
    List<Vote> votes =
        List.of(new Vote(1, "upheld"), new Vote(1, "overturned"), new Vote(4, "maybe"));

    assertThat(panel.objections(votes))
        .containsExactly(
            "Seat 1 votes twice on one line.",
            "There is no seat 4; the panel has 3.",
            "Seat 4 votes for an outcome that is none of upheld, partially-overturned, overturned.",
            "Seat 2 has no vote; who does not vote is named, without an outcome.",
            "Seat 3 has no vote; who does not vote is named, without an outcome.");
    assertThatThrownBy(() -> panel.decide(votes)).isInstanceOf(IllegalArgumentException.class);
    assertThat(new Panel(2, TERMS).objections(List.of(Vote.none(1), Vote.none(2))))
        .containsExactly("No seat votes for an outcome; at least one was expected.");
    assertThat(new Panel(1, TERMS).objections(List.of(new Vote(0, "upheld"))))
        .containsExactly(
            "There is no seat 0; the panel has 1.",
            "Seat 1 has no vote; who does not vote is named, without an outcome.");
  }

  @Test
  void thereIsNoPanelOfNobodyAndNoVoteBetweenNothing() {
    assertThatThrownBy(() -> new Panel(0, TERMS)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new VotingTerms(List.of("upheld"), "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new VotingTerms(List.of("upheld", "upheld"), "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
