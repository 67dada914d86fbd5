package org.openimr.server.content;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.PrePatchDetails;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.content.MarkedContents;
import org.openimr.server.door.body.BodyRoom;
import org.openimr.server.http.Outcomes;

/**
 * Puts contents into a resource that is patched where the patch looks at them, so that it finds
 * what a read would give; any other patch leaves them where they are kept.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
@Interceptor
public final class PatchedContents {

  /** As many characters of base64 as the reader of patches takes in one string. */
  private static final long MOST = 15_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NAMES = Set.of("data", "_data");

  private final ContentReading reading;
  private final long most;

  /**
   * Makes it.
   *
   * @param most how much is read into one resource at most, in bytes
   */
  PatchedContents(ContentReading reading, long most) {
    this.reading = reading;
    this.most = Math.min(most, MOST);
  }

  /** Puts them in. */
  @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_PREPATCH)
  public void fill(PrePatchDetails patch) {
    if (!(patch.getResource() instanceof Resource resource)
        || !reading.named(resource)
        || !looksAtContents(patch.getPatchBody())) {
      return;
    }
    List<Long> sizes = MarkedContents.sizes(resource);
    BodyRoom.Place place = BodyRoom.ofRequest();
    if (sizes.stream().mapToLong(Long::longValue).sum() > most
        || place != null && !place.find(sizes)) {
      throw Outcomes.refusal(
          422,
          IssueType.TOOCOSTLY,
          "The contents of "
              + CaseFile.reference(resource)
              + " are too large for a patch that looks at them. Leave data out of the patch, or"
              + " send the whole resource by PUT.",
          null);
    }
    reading.show(resource, true);
  }

  /** Whether a JSON Patch names the data of an attachment, or compares what may hold some. */
  static boolean looksAtContents(String patch) {
    try {
      for (JsonNode each : JSON.readTree(patch)) {
        if (names(each.path("path"))
            || names(each.path("from"))
            || each.path("op").asText().equals("test") && each.path("value").isContainerNode()) {
          return true;
        }
      }
      return false;
    } catch (JsonProcessingException | IllegalArgumentException noPatch) {
      // who applies it says so
      return false;
    }
  }

  private static boolean names(JsonNode pointer) {
    return Arrays.stream(pointer.asText().split("/")).anyMatch(NAMES::contains);
  }
}
