package org.openimr.server.answer;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.model.valueset.BundleTypeEnum;
import ca.uhn.fhir.rest.api.BundleLinks;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;

/**
 * Lets the page after a short one begin where that one ended. From a short page on there is no way
 * back: pages before are not of one length, and one would be passed over.
 */
@Interceptor
public final class ShortPages {

  /** Before the links are signed for the caller. */
  private static final int BEFORE_SIGNATURES = -100;

  private static final String AFTER_SHORT_ONES = "_pagesshort";
  private static final String NEXT = "next";

  /** Sets the links of an answer. */
  @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = BEFORE_SIGNATURES)
  public void link(RequestDetails request, IBaseResource answer) {
    Optional<ShortPage> shortPage = ShortPage.of(request);
    boolean after = request.getParameters().containsKey(AFTER_SHORT_ONES);
    if (!(answer instanceof Bundle bundle) || shortPage.isEmpty() && !after) {
      return;
    }
    bundle.getLink().removeIf(link -> link.getRelation().startsWith("prev"));
    shortPage.ifPresent(page -> next(bundle).setUrl(link(page, request)));
    bundle.getLink().stream()
        .filter(link -> NEXT.equals(link.getRelation()))
        .filter(link -> !link.getUrl().contains(AFTER_SHORT_ONES))
        .forEach(link -> link.setUrl(link.getUrl() + "&" + AFTER_SHORT_ONES + "=true"));
  }

  private static BundleLinkComponent next(Bundle bundle) {
    return bundle.getLink(NEXT) == null ? bundle.addLink().setRelation(NEXT) : bundle.getLink(NEXT);
  }

  private static String link(ShortPage page, RequestDetails request) {
    BundleLinks links =
        new BundleLinks(
            request.getFhirServerBase(),
            includes(request),
            RestfulServerUtils.prettyPrintResponse(request.getServer(), request),
            page.search().isPresent() ? BundleTypeEnum.SEARCHSET : BundleTypeEnum.HISTORY);
    return page.search()
        .map(
            search ->
                RestfulServerUtils.createPagingLink(
                    links, request, search, page.next(), page.count(), request.getParameters()))
        .orElseGet(
            () ->
                RestfulServerUtils.createOffsetPagingLink(
                    links,
                    request.getRequestPath(),
                    request.getTenantId(),
                    page.next(),
                    page.count(),
                    request.getParameters()));
  }

  private static Set<Include> includes(RequestDetails request) {
    String[] asked = request.getParameters().get(Constants.PARAM_INCLUDE);
    return asked == null
        ? Set.of()
        : Arrays.stream(asked).map(Include::new).collect(Collectors.toSet());
  }
}
