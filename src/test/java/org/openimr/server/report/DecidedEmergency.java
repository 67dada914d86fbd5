package org.openimr.server.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.RunningServer;
import org.yaml.snakeyaml.Yaml;

/** An emergency, brought to its decision over HTTP under a reference of its own. */
public final class DecidedEmergency {

  /** What happens in it, and which public row comes of it. */
  static final Path STORY = Path.of("src/test/resources/report/emergency.yaml");

  private static final String PLAN = "demo-plan-vchcp";
  private static final String DEPARTMENT = "demo-department";

  private final RunningServer server;
  private final String reference;

  /** On a server, under this reference of the department. */
  public DecidedEmergency(RunningServer server, String reference) {
    this.server = server;
    this.reference = reference;
  }

  @SuppressWarnings("unchecked")
  /** Brings it there, and gives the id of its case. */
  public String id() throws IOException {
    ObjectNode bundle = Submissions.example("out-of-plan-emergency");
    ((ObjectNode) bundle.path("identifier")).put("value", reference);
    String text = bundle.toString().replace("UR26-90420", reference);
    String id = server.submitted(PLAN, text).getIdElement().getIdPart();
    Map<String, Object> story = new Yaml().load(Files.readString(STORY));
    for (Map<String, Object> step : (List<Map<String, Object>>) story.get("steps")) {
      record(id, step);
    }
    return id;
  }

  private void record(String id, Map<String, Object> step) {
    Parameters body = new Parameters();
    ParametersParameterComponent event = body.addParameter().setName("event");
    event.addPart().setName("code").setValue(new CodeType((String) step.get("event")));
    event.addPart().setName("time").setValue(new DateTimeType((String) step.get("at")));
    if (step.containsKey("actor")) {
      event.addPart().setName("actor").setValue(new CodeType((String) step.get("actor")));
    }
    if (step.get("facts") instanceof Map<?, ?> facts) {
      facts.forEach(
          (name, value) -> {
            ParametersParameterComponent fact = body.addParameter().setName("fact");
            fact.addPart().setName("name").setValue(new CodeType((String) name));
            fact.addPart().setName("value").setValue(new CodeType((String) value));
          });
    }
    String token = step.get("as").equals("plan") ? PLAN : DEPARTMENT;
    String version =
        server
            .fhir("GET", "Task/" + id)
            .as(token)
            .send()
            .isOk(200)
            .resource(Task.class)
            .getMeta()
            .getVersionId();
    server
        .fhir("POST", "Task/" + id + "/$record-event")
        .as(token)
        .header("If-Match", "W/\"" + version + "\"")
        .json(Submissions.CONTEXT.newJsonParser().encodeResourceToString(body))
        .send()
        .isOk(200);
  }
}
