package org.openimr.core.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CitationTest {

  private static Citation citing(String text) {
    return new Citation(new RuleId("V20"), "Process", text, Citation.Source.PLAN);
  }

  @Test
  void readsAsItsAddress() {
    assertThat(citing("made-up policy, 2026, section 1"))
        .hasToString("made-up policy, 2026, section 1");
  }

  @Test
  void needsAnAddress() {
    assertThatThrownBy(() -> citing(null)).hasMessage("a citation needs document and section");
    assertThatThrownBy(() -> citing(" ")).hasMessage("a citation needs document and section");
  }

  @Test
  void aRuleIsCalledByItsName() {
    assertThat(new RuleId("V20")).hasToString("V20");
    assertThatThrownBy(() -> new RuleId(null)).hasMessage("a rule needs a name");
    assertThatThrownBy(() -> new RuleId(" ")).hasMessage("a rule needs a name");
  }
}
