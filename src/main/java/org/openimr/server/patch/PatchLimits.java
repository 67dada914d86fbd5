package org.openimr.server.patch;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.PrePatchDetails;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.fge.jsonpatch.JsonPatch;
import com.github.fge.jsonpatch.JsonPatchException;
import java.io.IOException;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.server.door.body.BodyRoom;
import org.openimr.server.http.Outcomes;

/**
 * Refuses a patch that costs far more than its size tells: one that copies the copied makes a
 * resource twice as large with every step, and every step goes over the whole of it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902#section-4.5">RFC 6902, 4.5</a>
 */
@Interceptor
public final class PatchLimits {

  /** After contents were put in. */
  private static final int LAST = 1_000;

  /** So few steps that copy nothing are not looked at. */
  private static final int FEW = 10;

  /** Measured: a second is enough for about twelve million. */
  private static final long MOST_WORK = 30_000_000;

  /** Most nodes that a patch may make out of a resource by copying. */
  private static final long MOST_NODES = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final FhirContext context;
  private final long most;

  /**
   * Makes it.
   *
   * @param most how many characters a patch may make out of a resource by copying
   */
  PatchLimits(FhirContext context, long most) {
    this.context = context;
    this.most = most;
  }

  /** Refuses it. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_PREPATCH, order = LAST)
  public void limit(PrePatchDetails patch) {
    if (!(patch.getResource() instanceof Resource resource)) {
      return;
    }
    JsonNode steps;
    JsonNode before;
    boolean copies = false;
    try {
      steps = JSON.readTree(patch.getPatchBody());
      for (JsonNode each : steps) {
        copies |= each.path("op").asText().equals("copy");
      }
      if (!copies && steps.size() <= FEW) {
        return;
      }
      before = JSON.readTree(context.newJsonParser().encodeResourceToString(resource));
    } catch (IOException | IllegalArgumentException noPatch) {
      // who applies it says so
      return;
    }
    boolean worth = worth(steps.size(), PatchWeight.of(before).plus(PatchWeight.of(steps)));
    long characters = worth && copies ? copied(before, steps) : 0;
    BodyRoom.Place place = BodyRoom.ofRequest();
    if (!worth || characters < 0 || place != null && !place.find(List.of(characters))) {
      throw Outcomes.refusal(
          422,
          IssueType.TOOCOSTLY,
          "The patch has too many steps for so large a resource, or copies too much. Send it in"
              + " parts, or the whole resource by PUT.",
          null);
    }
  }

  private static boolean worth(int steps, PatchWeight each) {
    return steps * each.nodes() <= MOST_WORK;
  }

  /** How many characters the copying comes to at most; negative if it is too much. */
  long copied(JsonNode before, JsonNode steps) {
    JsonNode now = before;
    long work = 0;
    long largest = 0;
    try {
      for (JsonNode each : steps) {
        now = JsonPatch.fromJson(JSON.createArrayNode().add(each)).apply(now);
        PatchWeight weight = PatchWeight.of(now);
        work += weight.nodes();
        largest = Math.max(largest, weight.characters());
        if (work > MOST_WORK || weight.nodes() > MOST_NODES || largest > most) {
          return -1;
        }
      }
    } catch (IOException | JsonPatchException | RuntimeException inapplicable) {
      // who applies it finds the same, and says so
      return largest;
    }
    return largest;
  }
}
