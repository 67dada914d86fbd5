package org.openimr.operation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.StringType;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.fhir.packet.PacketRecord;
import org.openimr.fhir.packet.PacketRecords;

/** A determination as a story tells it, as a request. */
final class StoryDetermination {

  private final Parameters parameters = new Parameters();

  /** Of a packet, all documents of which were read but those of these identifiers. */
  StoryDetermination(Bundle packet, List<String> unread) {
    parameters.addParameter().setName("packet").setValue(packet.getIdentifier().copy());
    Set<String> left =
        packet.getEntry().stream()
            .map(Bundle.BundleEntryComponent::getResource)
            .filter(DocumentReference.class::isInstance)
            .map(DocumentReference.class::cast)
            .filter(each -> unread != null && unread.contains(identifier(each)))
            .map(each -> "DocumentReference/" + each.getIdElement().getIdPart())
            .collect(Collectors.toSet());
    for (PacketRecord each : PacketRecords.of(packet).all()) {
      if (!each.sha256().isEmpty()) {
        parameters
            .addParameter()
            .setName(left.contains(each.reference()) ? "notReviewed" : "reviewed")
            .setValue(new StringType(each.sha256()));
      }
    }
  }

  private static String identifier(DocumentReference document) {
    return document.getIdentifierFirstRep().getValue();
  }

  /** A line with its outcome, reasons, and the criteria and votes that it may have. */
  void line(Map<String, Object> told) {
    ParametersParameterComponent line = parameters.addParameter().setName("line");
    if (told.get("line") instanceof Integer number) {
      line.addPart().setName("sequence").setValue(new IntegerType(number));
    }
    line.addPart().setName("outcome").setValue(new CodeType((String) told.get("outcome")));
    line.addPart().setName("rationale").setValue(new StringType((String) told.get("why")));
    strings(told, "criteria")
        .forEach(each -> line.addPart().setName("criterion").setValue(new CodeType(each)));
    List<String> votes = strings(told, "votes");
    for (int i = 0; i < votes.size(); i++) {
      ParametersParameterComponent vote = line.addPart().setName("vote");
      vote.addPart().setName("seat").setValue(new IntegerType(i + 1));
      vote.addPart().setName("outcome").setValue(new CodeType(votes.get(i)));
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> strings(Map<String, Object> told, String name) {
    return (List<String>) told.getOrDefault(name, List.of());
  }

  String json() {
    return Submissions.CONTEXT.newJsonParser().encodeResourceToString(parameters);
  }
}
