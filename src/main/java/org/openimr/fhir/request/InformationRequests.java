package org.openimr.fhir.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.assessment.CaseAssessment;
import org.openimr.core.assessment.InformationNeeded;
import org.openimr.core.policy.PacketElement;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.casefile.transaction.CaseTransactionWriter;

/**
 * Asks for what cases lack: with a new case, and later as often as what lacks has changed.
 *
 * <p>Holds no case and may be used by many threads.
 */
public final class InformationRequests {

  private final RequestWording words;

  /**
   * Makes it.
   *
   * @param words whom to ask, and in what words
   */
  public InformationRequests(RequestWording words) {
    this.words = words;
  }

  /**
   * Asks for what a new case lacks.
   *
   * @param assessment what is concluded about it on arrival
   * @return writes the requests
   */
  public CaseTransactionWriter.Requests of(CaseAssessment assessment) {
    return (task, reference, resources, now) ->
        written(needed(assessment), 0, task, reference, resources, now);
  }

  /**
   * Finds what changes in the requests of a stored case.
   *
   * @param file the whole case
   * @param assessment what is concluded about it now
   * @param now the time of writing
   * @return the changes
   */
  public Renewal renewal(CaseFile file, CaseAssessment assessment, DateTimeType now) {
    OpenRequests open = OpenRequests.of(file);
    List<InformationNeeded> needed = new ArrayList<>(needed(assessment));
    List<Task> kept = new ArrayList<>();
    List<Task> ended = new ArrayList<>();
    Set<String> missing =
        assessment.manifest().missing().stream()
            .map(PacketElement::code)
            .collect(Collectors.toSet());
    for (Task request : open.all()) {
      Set<String> asked = OpenRequests.elements(request);
      if (needed.removeIf(each -> codes(each).equals(asked))) {
        kept.add(request);
      } else {
        ended.add(ended(request, asked.stream().noneMatch(missing::contains), now));
      }
    }
    String address = CaseFile.reference(file.task());
    List<Task> made =
        written(needed, open.made(), file.task(), new Reference(address), file.byReference(), now);
    for (int i = 0; i < made.size(); i++) {
      made.get(i).setId("Task/" + id(address, open.made() + i + 1));
    }
    return new Renewal(kept, ended, made);
  }

  private List<InformationNeeded> needed(CaseAssessment assessment) {
    return InformationNeeded.of(assessment, words.terms());
  }

  private List<Task> written(
      List<InformationNeeded> needed,
      int before,
      Task task,
      Reference reference,
      Map<String, Resource> resources,
      DateTimeType now) {
    InformationRequestWriter writer =
        new InformationRequestWriter(words, task, reference, new LinkedHashMap<>(resources));
    List<Task> requests = new ArrayList<>();
    for (InformationNeeded each : needed) {
      requests.add(writer.write(each, before + requests.size() + 1, now));
    }
    return requests;
  }

  private static Task ended(Task request, boolean answered, DateTimeType now) {
    Task ended = request.copy();
    ended.setStatus(answered ? Task.TaskStatus.COMPLETED : Task.TaskStatus.CANCELLED);
    ended
        .getStatusReason()
        .setText(answered ? "Everything asked for is there." : "Something else lacks by now.");
    ended.setLastModifiedElement(now.copy());
    return ended;
  }

  private static Set<String> codes(InformationNeeded needed) {
    return needed.elements().stream().map(PacketElement::code).collect(Collectors.toSet());
  }

  /** The same for all who ask at once, so that one request is stored once. */
  private static UUID id(String caseAddress, int number) {
    return UUID.nameUUIDFromBytes(
        (InformationRequestWriter.NUMBER + "|" + caseAddress + "|" + number)
            .getBytes(StandardCharsets.UTF_8));
  }
}
