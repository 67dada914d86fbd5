package org.openimr.fhir.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.Facts;
import org.openimr.core.policy.Condition;
import org.openimr.core.policy.Truth;
import org.openimr.fhir.policy.compiler.ConditionWords;

class ConditionParserTest {

  private static Condition read(String fhirPath) {
    List<String> problems = new ArrayList<>();
    Condition condition =
        new ConditionReader(HeldPolicies.VOCABULARY, problems::add).read(fhirPath);
    assertThat(problems).isEmpty();
    return condition;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "%urgency = 'expedited'; TRUE",
        "%urgency != 'expedited'; FALSE",
        "%urgency in ('standard' | 'expedited'); TRUE",
        "%urgency in 'standard'; FALSE",
        "(%urgency = 'expedited').not(); FALSE",
        "%`member-age` >= 21; TRUE",
        "%`member-age` > 21; FALSE",
        "%`member-age` <= 21; TRUE",
        "%`member-age` < 21; FALSE",
        "%`member-age` = 21; TRUE",
        "%`decision-basis` contains 'medical-necessity'; TRUE",
        "%`decision-basis` contains 'administrative'; FALSE",
        "%`cmo-referral` = true; UNKNOWN",
        "%`cmo-referral` = true and %urgency = 'standard'; FALSE",
        "%`cmo-referral` = true or %urgency = 'expedited'; TRUE",
        "%urgency = 'expedited' implies %`cmo-referral` = true; UNKNOWN",
        "%urgency = 'standard' implies %`cmo-referral` = true; TRUE",
        "%urgency = 'standard' or %urgency = 'expedited' and %`member-age` = 21; TRUE",
        "(%urgency = 'expedited' or %urgency = 'standard') and %`member-age` = 22; FALSE",
        "true; TRUE",
        "false; FALSE",
      })
  void sayWhatTheyMean(String fhirPath, Truth truth) {
    Facts facts =
        Facts.none(HeldPolicies.VOCABULARY)
            .with("urgency", "expedited")
            .with("member-age", 21)
            .with("decision-basis", "medical-necessity");

    assertThat(read(fhirPath).evaluate(facts)).isEqualTo(truth);
  }

  @Test
  void anAbsentConditionAlwaysHolds() {
    assertThat(read(null).evaluate(Facts.none(HeldPolicies.VOCABULARY))).isEqualTo(Truth.TRUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "%urgency",
        "%urgency and %decision = 'none'",
        "urgency = 'standard'",
        "%urgency.exists()",
        "%urgency.lower() = 'standard'",
        "'standard' = %urgency",
        "'standard' in %urgency",
        "%urgency ~ 'standard'",
        "%urgency = 'standard' xor %decision = 'none'",
        "%urgency = %decision",
        "%urgency = {}",
        "%urgency in ('standard', 'expedited')",
        "%urgency in ('standard' & 'expedited')",
        "%member-age = 21",
        "%urgency = 'standard' = true",
        "iif(%urgency = 'standard', true, false)",
        "(%urgency = 'standard').exists()",
        "now() > today()",
        "{}",
      })
  void whatIsOutsideTheSubsetIsRefused(String fhirPath) {
    assertThatThrownBy(() -> ConditionParser.parse(fhirPath))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsTooLongOrTooDeepIsRefused() {
    String deep = "(".repeat(60) + "%urgency = 'standard'" + ")".repeat(60);
    String wide = "%urgency = 'standard' or ".repeat(100) + "%urgency = 'expedited'";

    assertThatThrownBy(() -> ConditionParser.parse(deep)).hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> ConditionParser.parse(wide)).hasMessageContaining("longer than");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "%urgency = 'expedited'; urgency is expedited",
        "%decision in ('denied' | 'modified' | 'delayed'); decision is denied, modified or delayed",
        "%`member-age` >= 21; member age is at least 21",
        "%`decision-basis` contains 'medical-necessity'; decision basis includes medical necessity",
        "%`cmo-referral` = true and (%urgency != 'standard' or %decision = 'none');"
            + " cmo referral is true and (urgency is not standard or decision is none)",
        "(%urgency = 'standard').not(); not (urgency is standard)",
        "%urgency = 'standard' implies %decision = 'none';"
            + " if urgency is standard, then decision is none",
      })
  void areSaidInWords(String fhirPath, String words) {
    assertThat(ConditionWords.of(fhirPath)).isEqualTo(words);
  }
}
