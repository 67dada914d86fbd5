package org.openimr.server.answer;

import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.search.builder.SearchBuilder;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Collection;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.openimr.server.door.body.BodyRoom;

/**
 * A search that looks how large what it found is before it reads it. What does not fit into memory
 * is not read: {@link TooMuchContentException}.
 *
 * <p>To see who may see what it found it reads the marks alone.
 */
final class MeasuredSearch extends SearchBuilder {

  private final BodyRoom room;
  private final StoredSizes sizes;
  private final StoredMarks marks;

  MeasuredSearch(
      SearchParts parts,
      String name,
      Class<? extends IBaseResource> type,
      BodyRoom room,
      StoredSizes sizes,
      StoredMarks marks) {
    super(
        name,
        parts.settings(),
        parts.entities(),
        parts.sql(),
        parts.dialect(),
        parts.parameters(),
        parts.partitions(),
        parts.interceptors(),
        parts.tags(),
        parts.resources(),
        parts.context(),
        parts.ids(),
        parts.versions(),
        parts.loader(),
        type);
    this.room = room;
    this.sizes = sizes;
    this.marks = marks;
  }

  @Override
  public void loadResourcesByPid(
      Collection<JpaPid> found,
      Collection<JpaPid> included,
      List<IBaseResource> loaded,
      boolean history,
      RequestDetails request) {
    if (request == null) {
      // HAPI asks so for those who look whether what was found may be seen
      loaded.addAll(marks.of(found));
      return;
    }
    BodyRoom.Place place = BodyRoom.ofRequest();
    if (place != null && !found.isEmpty()) {
      // what the server itself works with names its contents
      take(
          place, request instanceof ServletRequestDetails ? sizes.of(found) : sizes.ofTexts(found));
    }
    super.loadResourcesByPid(found, included, loaded, history, request);
  }

  private void take(BodyRoom.Place place, List<Long> bytes) {
    int fitting = fitting(room, bytes);
    if (fitting < bytes.size()) {
      throw new TooMuchContentException(fitting);
    }
    load(place, bytes);
  }

  static void load(BodyRoom.Place place, List<Long> bytes) {
    place.load(
        bytes.stream().mapToLong(Long::longValue).sum(),
        bytes.stream().mapToLong(Long::longValue).max().orElse(0));
  }

  /** How many of these fit into memory together, from the first on; one always does. */
  static int fitting(BodyRoom room, List<Long> bytes) {
    long sum = 0;
    long largest = 0;
    for (int i = 0; i < bytes.size(); i++) {
      sum += bytes.get(i);
      largest = Math.max(largest, bytes.get(i));
      if (i > 0 && !room.holds(sum, largest)) {
        return i;
      }
    }
    return bytes.size();
  }
}
