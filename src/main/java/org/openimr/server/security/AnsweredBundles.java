package org.openimr.server.security;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.access.Caller;
import org.openimr.server.http.Outcomes;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.store.relation.MatchingKey;

/**
 * Keeps what goes out page by page with the caller who asked for it: links to other pages are
 * signed for that caller and refused to all others, and to that caller once it does not see any
 * more all that was found. A history and pages after the first tell no total to whom parts may be
 * withheld.
 */
@Interceptor
public final class AnsweredBundles {

  private static final String PAGES = "_getpages";
  private static final String SIGNED = "_pagesfor";
  private static final Pattern LINK = Pattern.compile("[?&]" + PAGES + "=([^&]+)");
  private static final int LONG_ENOUGH = 32;

  private final MatchingKey key;
  private final AccessRule rule;
  private final OpenPages pages;

  /** Signs with this key, which all nodes have. */
  public AnsweredBundles(MatchingKey key, AccessRule rule, OpenPages pages) {
    this.key = key;
    this.rule = rule;
    this.pages = pages;
  }

  /** Lets a caller follow only links that were given to it. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED)
  public void check(ServletRequestDetails request) {
    String[] asked = request.getParameters().get(PAGES);
    if (request.getRestOperationType() != RestOperationTypeEnum.GET_PAGE || asked == null) {
      return;
    }
    String[] signed = request.getParameters().get(SIGNED);
    String due = signature(asked[0], Caller.of(request));
    if (asked.length != 1
        || signed == null
        || signed.length != 1
        || !MessageDigest.isEqual(bytes(due), bytes(signed[0]))
        || !pages.stillShown(asked[0], Caller.of(request))) {
      // as for pages that nobody was given
      throw Outcomes.refusal(
          410, IssueType.DELETED, "These results are no longer kept; search again.", null);
    }
  }

  /** Signs the links of an answer. */
  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public void sign(RequestDetails request, IBaseResource answer) {
    if (!(answer instanceof Bundle bundle)) {
      return;
    }
    Caller caller = Caller.of(request);
    for (BundleLinkComponent link : bundle.getLink()) {
      Matcher next = LINK.matcher(String.valueOf(link.getUrl()));
      if (next.find() && !link.getUrl().contains("&" + SIGNED + "=")) {
        link.setUrl(link.getUrl() + "&" + SIGNED + "=" + signature(next.group(1), caller));
      }
    }
    boolean page = request.getRestOperationType() == RestOperationTypeEnum.GET_PAGE;
    if ((page || bundle.getType() == Bundle.BundleType.HISTORY) && !whole(request, page)) {
      bundle.setTotalElement(null);
    }
  }

  private boolean whole(RequestDetails request, boolean page) {
    Optional<String> type =
        page
            ? pages.type(request.getParameters().get(PAGES)[0])
            : Optional.ofNullable(request.getResourceName());
    return type.filter(each -> rule.sight(Caller.of(request), each).whole()).isPresent();
  }

  private String signature(String pages, Caller caller) {
    String who = String.join("\n", caller.client(), caller.role(), caller.organization());
    return key.hash("pages\n" + pages + "\n" + who + "\n" + caller.scopes())
        .substring(0, LONG_ENOUGH);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
