package org.openimr.server.http.retrieval;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a GET or HEAD does not want: the body, or a representation that the client has.
 *
 * <p>HAPI is shown neither. It would answer a condition without the fields that belong to a 304,
 * and looks at {@code If-Modified-Since} though {@code If-None-Match} does not hold.
 *
 * @param head whether no body is wanted
 * @param tags the {@code If-None-Match}; empty if there is none
 * @param since the {@code If-Modified-Since}, in milliseconds since 1970; negative if there is none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2">RFC 9110, 9.3.2 and
 *     13.2.2</a>
 */
public record Retrieval(boolean head, String tags, long since) {

  private static final String KEY = Retrieval.class.getName();
  private static final Retrieval OF_ALL = new Retrieval(false, "", -1);
  private static final String NONE_MATCH = "If-None-Match";
  private static final String MODIFIED_SINCE = "If-Modified-Since";

  /**
   * Notes what a request does not want, and gives it as a GET of all. A POST is given without the
   * conditions of a read, which HAPI would take for those of every entry of a batch; others stay as
   * they are.
   */
  public static HttpServletRequest ofAll(HttpServletRequest request) {
    boolean head = request.getMethod().equals("HEAD");
    if (request.getMethod().equals("POST")) {
      return new OfAll(request);
    }
    if (!head && !request.getMethod().equals("GET")) {
      return request;
    }
    String tags = String.join(",", Collections.list(request.getHeaders(NONE_MATCH)));
    request.setAttribute(KEY, new Retrieval(head, tags, date(request)));
    return new OfAll(request);
  }

  private static long date(HttpServletRequest request) {
    try {
      return request.getDateHeader(MODIFIED_SINCE);
    } catch (IllegalArgumentException noDate) {
      // which is to be ignored
      return -1;
    }
  }

  /** That of a request; an entry of a batch wants all. */
  public static Retrieval of(RequestDetails details) {
    return details.getClass() == ServletRequestDetails.class
            && ((ServletRequestDetails) details).getServletRequest().getAttribute(KEY)
                instanceof Retrieval noted
        ? noted
        : OF_ALL;
  }

  /**
   * Whether the client has what would be given.
   *
   * @param tag its entity tag, quoted; strong or weak is no matter
   * @param changed when it was changed, in milliseconds since 1970
   * @param first whether it is the first that there was
   */
  boolean has(String tag, long changed, boolean first) {
    if (!tags.isEmpty()) {
      return Arrays.stream(tags.split(","))
          .map(each -> each.strip().replaceFirst("^W/", ""))
          .anyMatch(each -> each.equals("*") || each.equals(tag.replaceFirst("^W/", "")));
    }
    // the header knows no milliseconds: within its second there may have been another before
    return since >= (first ? changed / 1000 * 1000 : changed);
  }

  private static final class OfAll extends HttpServletRequestWrapper {

    private static final Set<String> HIDDEN =
        Set.of(NONE_MATCH.toLowerCase(Locale.ROOT), MODIFIED_SINCE.toLowerCase(Locale.ROOT));

    OfAll(HttpServletRequest request) {
      super(request);
    }

    private static boolean hidden(String name) {
      return name != null && HIDDEN.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String getMethod() {
      // the web server leaves out the body of an answer to HEAD, whoever wrote it
      return super.getMethod().equals("HEAD") ? "GET" : super.getMethod();
    }

    @Override
    public String getHeader(String name) {
      return hidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return hidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      List<String> names = new ArrayList<>(Collections.list(super.getHeaderNames()));
      names.removeIf(OfAll::hidden);
      return Collections.enumeration(names);
    }
  }
}
