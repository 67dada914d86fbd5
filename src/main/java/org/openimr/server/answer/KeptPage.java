package org.openimr.server.answer;

import ca.uhn.fhir.jpa.entity.Search;
import ca.uhn.fhir.jpa.entity.SearchTypeEnum;
import ca.uhn.fhir.jpa.search.PersistedJpaBundleProvider;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.method.ResponsePage.ResponsePageBuilder;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.openimr.server.door.body.BodyRoom;

/** A page of a search that was run, or of a history, as long as what is on it fits into memory. */
final class KeptPage extends PersistedJpaBundleProvider {

  private final RequestDetails request;
  private final BodyRoom room;
  private final StoredSizes sizes;

  KeptPage(RequestDetails request, String search, BodyRoom room, StoredSizes sizes) {
    super(request, search);
    this.request = request;
    this.room = room;
    this.sizes = sizes;
  }

  KeptPage(RequestDetails request, Search search, BodyRoom room, StoredSizes sizes) {
    super(request, search);
    this.request = request;
    this.room = room;
    this.sizes = sizes;
  }

  @Override
  public List<IBaseResource> getResources(int from, int to, ResponsePageBuilder page) {
    ensureSearchEntityLoaded();
    return getSearchEntity().getSearchType() == SearchTypeEnum.HISTORY
        ? history(getSearchEntity(), from, to, page)
        : ShortPage.read(request, getUuid(), from, to, end -> super.getResources(from, end, page));
  }

  private List<IBaseResource> history(Search history, int from, int to, ResponsePageBuilder page) {
    BodyRoom.Place place = BodyRoom.ofRequest();
    if (place == null || to <= from) {
      return super.getResources(from, to, page);
    }
    List<Long> bytes = sizes.of(history, from, to);
    int fitting = MeasuredSearch.fitting(room, bytes);
    boolean whole = fitting == bytes.size();
    if (!whole && !ShortPage.possible(request)) {
      throw new TooMuchContentException(fitting);
    }
    MeasuredSearch.load(place, bytes.subList(0, fitting));
    if (!whole) {
      int begin = history.getOffset() == null ? from : history.getOffset() + from;
      new ShortPage(Optional.empty(), begin + fitting, to - from).answers(request);
    }
    return super.getResources(from, whole ? to : from + fitting, page);
  }
}
