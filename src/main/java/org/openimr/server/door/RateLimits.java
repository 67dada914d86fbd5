package org.openimr.server.door;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import jakarta.servlet.http.HttpServletRequest;
import org.openimr.operation.access.Caller;
import org.openimr.server.settings.Exposure;
import org.openimr.server.settings.LimitSettings;
import org.openimr.server.settings.RequestRate;
import org.openimr.server.settings.Settings;

/** Holds each client, and each address from which requests come without a token, to its rate. */
@Interceptor
public final class RateLimits {

  private static final RequestRate USUAL_OF_CLIENTS = RequestRate.of("6000/m");
  private static final RequestRate USUAL_OF_ADDRESSES = RequestRate.of("600/m");

  // once it is known who calls
  private static final int AFTER_IDENTIFICATION = 50;

  private final Allowances clients;
  private final Allowances addresses;
  private final boolean behindProxy;

  /** Holds to the rates of these settings. */
  RateLimits(Settings settings) {
    LimitSettings limits = settings.limits();
    boolean exposed = Exposure.of(settings);
    this.clients = new Allowances(limits.clientRate().holding(exposed, USUAL_OF_CLIENTS));
    this.addresses = new Allowances(limits.anonymousRate().holding(exposed, USUAL_OF_ADDRESSES));
    this.behindProxy = settings.access().behindProxy();
  }

  /**
   * Counts a request of somebody who is not known and that came past {@link #count}: it is refused,
   * and each refusal is recorded.
   */
  public void countUnknown(HttpServletRequest request) {
    addresses.count(SenderAddress.of(request, behindProxy));
  }

  /** Counts a request before anything is done for it. */
  @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = AFTER_IDENTIFICATION)
  public void count(ServletRequestDetails request) {
    Caller caller = Caller.of(request);
    if (caller.anonymous()) {
      addresses.count(SenderAddress.of(request.getServletRequest(), behindProxy));
    } else {
      clients.count(caller.client());
    }
  }
}
