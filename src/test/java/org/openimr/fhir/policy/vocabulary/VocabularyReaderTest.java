package org.openimr.fhir.policy.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.FactDefinition;
import org.openimr.core.casefile.FactSetter;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.policy.plan.PolicyShape;

class VocabularyReaderTest {

  private static final String COLOURS = PolicyShape.BASE + "ValueSet/imr-colour";

  private final CodeSystem facts = system("imr-fact");
  private final CodeSystem events = system("imr-event");
  private final List<ConceptMap> maps = new ArrayList<>();

  private static CodeSystem system(String id) {
    CodeSystem system = new CodeSystem();
    system.setId(id);
    return system.setUrl(PolicyShape.CODE_SYSTEM + id);
  }

  private static ConceptDefinitionComponent concept(CodeSystem system, String code) {
    return system.addConcept().setCode(code);
  }

  private static void property(ConceptDefinitionComponent concept, String name, Type value) {
    concept.addProperty().setCode(name).setValue(value);
  }

  private List<String> problems() {
    UnreadableResourceException refused =
        catchThrowableOfType(
            UnreadableResourceException.class,
            () -> VocabularyReader.read(List.of(facts, events), List.of(), maps));
    List<String> texts = new ArrayList<>();
    refused.problems().forEach(each -> texts.add(each.text()));
    return texts;
  }

  @Test
  void theVocabularyOfThePackageIsRead() {
    FactDefinition basis = HeldPolicies.VOCABULARY.fact("urgency-basis");
    FactDefinition open = HeldPolicies.VOCABULARY.fact("expedited-review-open");
    EventDefinition resolved = HeldPolicies.VOCABULARY.event("grievance-resolved");

    assertThat(basis.many()).isTrue();
    assertThat(basis.codes())
        .containsExactlyInAnyOrder("imminent-serious-threat", "less-effective-if-delayed");
    assertThat(basis.setters())
        .containsExactly(new FactSetter.ByEvent("converted-to-expedited", null));
    assertThat(open.defaultValue()).isEqualTo(false);
    assertThat(open.setters())
        .containsExactly(
            new FactSetter.Between(
                "review-request-received", "determination-made", "urgency", "expedited"));
    assertThat(HeldPolicies.VOCABULARY.fact("department-waiver").setters())
        .containsExactly(new FactSetter.ByEvent("waiver-granted", true));
    assertThat(HeldPolicies.VOCABULARY.fact("grievance-days-open").setters())
        .containsExactly(new FactSetter.DaysBetween("grievance-filed", "grievance-resolved"));
    assertThat(resolved.reasons()).containsExactlyInAnyOrder("upheld", "resolved-in-favor");
    assertThat(HeldPolicies.VOCABULARY.event("case-closed").ends())
        .isEqualTo(EventDefinition.Ends.ALL);
    assertThat(HeldPolicies.VOCABULARY.event("admission-notified").repeatable()).isTrue();
    assertThat(HeldPolicies.VOCABULARY.codes("imr-route")).contains("ire", "complaint-unit");
  }

  @Test
  void codesMayComeFromAPartOfASystem() {
    CodeSystem colours = system("imr-colour");
    concept(colours, "red");
    concept(colours, "green");
    ValueSet some = new ValueSet().setUrl(COLOURS);
    some.getCompose().addInclude().setSystem(colours.getUrl()).addConcept().setCode("red");
    ConceptDefinitionComponent fact = concept(facts, "colour");
    property(fact, "type", new CodeType("code"));
    property(fact, "value-set", new StringType(COLOURS));

    var vocabulary = VocabularyReader.read(List.of(facts, events, colours), List.of(some), maps);

    assertThat(vocabulary.fact("colour").codes()).isEqualTo(Set.of("red"));
    assertThat(vocabulary.codes("imr-colour")).isEqualTo(Set.of("red", "green"));
  }

  @Test
  void everythingThatDoesNotFitIsNamedAtOnce() {
    ConceptDefinitionComponent fact = concept(facts, "colour");
    property(fact, "type", new CodeType("code"));
    property(fact, "value-set", new StringType(COLOURS));
    property(fact, "set-by", new StringType("sunrise=red"));
    ConceptDefinitionComponent other = concept(facts, "late");
    property(other, "type", new CodeType("truth"));
    property(other, "true-between", new StringType("dawn to dusk"));
    ConceptDefinitionComponent third = concept(facts, "open");
    property(third, "type", new CodeType("boolean"));
    property(third, "default", new StringType("yes"));
    ConceptDefinitionComponent event = concept(events, "sunset");
    property(event, "ends", new CodeType("days"));
    property(event, "repeatable", new BooleanType(true));

    assertThat(problems())
        .containsExactlyInAnyOrder(
            "imr-event sunset: ends 'days' is neither clocks nor all",
            "imr-fact colour: there is no value set " + COLOURS,
            "imr-fact colour: there is no event 'sunrise'",
            "imr-fact colour: set-by: fact colour has no value 'red'; known: []",
            "imr-fact late: type 'truth' is none of boolean, integer, code",
            "imr-fact late: 'dawn to dusk' is not EVENT..EVENT",
            "imr-fact open: default: fact open has values of type boolean");
  }
}
