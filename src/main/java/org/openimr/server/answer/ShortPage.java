package org.openimr.server.answer;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * A page that ends before it has as many resources as were asked for, because more do not fit into
 * memory together.
 *
 * @param search the search by which HAPI keeps what was found; empty for a history
 * @param next where the next page begins, counted from the first page on
 * @param count how many resources a page was to have
 */
record ShortPage(Optional<String> search, int next, int count) {

  private static final String ON_REQUEST = ShortPage.class.getName();
  private static final Set<RestOperationTypeEnum> PAGED =
      EnumSet.of(
          RestOperationTypeEnum.SEARCH_TYPE,
          RestOperationTypeEnum.SEARCH_SYSTEM,
          RestOperationTypeEnum.GET_PAGE,
          RestOperationTypeEnum.HISTORY_INSTANCE,
          RestOperationTypeEnum.HISTORY_TYPE,
          RestOperationTypeEnum.HISTORY_SYSTEM);

  /** The short page with which a request is answered. */
  static Optional<ShortPage> of(RequestDetails request) {
    return Optional.ofNullable((ShortPage) request.getUserData().get(ON_REQUEST));
  }

  /** Answers a request with this page. */
  void answers(RequestDetails request) {
    request.getUserData().put(ON_REQUEST, this);
  }

  /** Whether a request is answered page by page; entries of a batch are answered whole. */
  static boolean possible(RequestDetails request) {
    return request != null
        && request.getClass() == ServletRequestDetails.class
        && PAGED.contains(request.getRestOperationType());
  }

  /**
   * Reads a page, or as much of it as fits.
   *
   * @param search the search
   * @param from where the page begins
   * @param to where it would end
   * @param read reads what was found, up to an end
   */
  static List<IBaseResource> read(
      RequestDetails request,
      String search,
      int from,
      int to,
      IntFunction<List<IBaseResource>> read) {
    int end = to;
    while (true) {
      try {
        List<IBaseResource> page = read.apply(end);
        if (end < to) {
          new ShortPage(Optional.of(search), end, to - from).answers(request);
        }
        return page;
      } catch (TooMuchContentException tooMuch) {
        int wanted = end - from;
        if (wanted <= 1 || !possible(request)) {
          throw tooMuch;
        }
        // what is included comes after what was found, and may be what is too large
        end = from + (tooMuch.fitting() < wanted ? tooMuch.fitting() : Math.max(1, wanted / 2));
      }
    }
  }
}
