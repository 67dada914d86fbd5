package org.openimr.fhir.answer;

import java.time.ZoneId;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.core.calendar.Moment;
import org.openimr.fhir.TimeText;

/** A parameter of an answer while its parts are put in; what is null is left out. */
final class AnswerPart {

  private final ParametersParameterComponent whole;

  AnswerPart(String name) {
    whole = new ParametersParameterComponent();
    whole.setName(name);
  }

  static ParametersParameterComponent code(String name, String code) {
    ParametersParameterComponent part = new ParametersParameterComponent();
    part.setName(name);
    part.setValue(new CodeType(code));
    return part;
  }

  AnswerPart with(String name, String code) {
    return code == null ? this : with(code(name, code));
  }

  AnswerPart withText(String name, String text) {
    if (text != null) {
      whole.addPart().setName(name).setValue(new StringType(text));
    }
    return this;
  }

  AnswerPart withTime(String name, Moment moment, ZoneId zone) {
    if (moment != null) {
      whole.addPart().setName(name).setValue(TimeText.write(moment, zone));
    }
    return this;
  }

  AnswerPart with(ParametersParameterComponent part) {
    whole.addPart(part);
    return this;
  }

  ParametersParameterComponent whole() {
    return whole;
  }
}
