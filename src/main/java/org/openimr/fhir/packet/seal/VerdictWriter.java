package org.openimr.fhir.packet.seal;

import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;

/** Writes what is to be held of a packet. */
public final class VerdictWriter {

  private VerdictWriter() {}

  /**
   * Writes the answer.
   *
   * @param verdict what is to be held of a packet
   * @return the answer of {@code $verify-packet}
   */
  public static Parameters write(PacketVerdict verdict) {
    Parameters answer = new Parameters();
    answer.addParameter().setName("valid").setValue(new BooleanType(verdict.valid()));
    text(answer, "number", verdict.number());
    if (verdict.signer() != null) {
      text(answer, "signer", verdict.signer().value());
      text(answer, "signerName", verdict.signer().name());
    }
    text(answer, "signed", verdict.signed());
    for (PacketFinding finding : verdict.findings()) {
      ParametersParameterComponent part = answer.addParameter().setName("finding");
      part.addPart().setName("code").setValue(new CodeType(finding.code()));
      part.addPart()
          .setName("severity")
          .setValue(new CodeType(finding.wrong() ? "error" : "information"));
      if (finding.entry() != null) {
        part.addPart().setName("entry").setValue(new UriType(finding.entry()));
      }
      part.addPart().setName("explanation").setValue(new StringType(finding.text()));
    }
    return answer;
  }

  private static void text(Parameters answer, String name, String value) {
    if (!value.isEmpty()) {
      answer.addParameter().setName(name).setValue(new StringType(value));
    }
  }
}
