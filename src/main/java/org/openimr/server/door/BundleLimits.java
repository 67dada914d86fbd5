package org.openimr.server.door;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.server.settings.LimitSettings;

/** Holds each entry of a batch or transaction to what a request of its own is held to. */
@Interceptor
public final class BundleLimits {

  private final LimitSettings limits;
  private final SearchCheck check;

  BundleLimits(LimitSettings limits, SearchCheck check) {
    this.limits = limits;
    this.check = check;
  }

  /** Checks all entries before the first is looked at. */
  @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED)
  public void check(RequestDetails request, RestOperationTypeEnum kind) {
    if (kind != RestOperationTypeEnum.TRANSACTION
        || !(request.getResource() instanceof Bundle bundle)) {
      return;
    }
    List<Problem> problems = new ArrayList<>();
    int entries = bundle.getEntry().size();
    if (entries > limits.bundleEntries()) {
      problems.add(
          new Problem(
              "too-costly",
              "Bundle.entry",
              "The Bundle has "
                  + entries
                  + " entries; at most "
                  + limits.bundleEntries()
                  + " are accepted."));
    } else {
      for (int i = 0; i < entries; i++) {
        check(bundle.getEntry().get(i), "Bundle.entry[" + i + "]", problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new UnreadableResourceException(problems, true);
    }
  }

  private void check(BundleEntryComponent entry, String path, List<Problem> problems) {
    if (!entry.getRequest().hasMethod()) {
      String method = path + ".request.method";
      problems.add(
          new Problem("invalid", method, method + " is missing or is not an HTTP method."));
      return;
    }
    String url = entry.getRequest().getUrl() == null ? "" : entry.getRequest().getUrl();
    String type = url.replaceFirst("^/", "").split("[/?]", 2)[0];
    if (url.contains("?") && !url.contains("$")) {
      problems.addAll(SearchLimits.condition(check, type, url, path + ".request.url"));
    }
    if (entry.getRequest().hasIfNoneExist()) {
      problems.addAll(
          SearchLimits.condition(
              check, type, entry.getRequest().getIfNoneExist(), path + ".request.ifNoneExist"));
    }
    if (entry.getRequest().getMethod() == HTTPVerb.PATCH
        && !(entry.getResource() instanceof Binary patch
            && BodyFormats.PATCH.equals(patch.getContentType()))) {
      problems.add(
          new Problem(
              "not-supported",
              path + ".resource",
              "A patch is read as a Binary of " + BodyFormats.PATCH + " alone."));
    }
  }
}
