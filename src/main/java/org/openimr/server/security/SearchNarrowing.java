package org.openimr.server.security;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.HasParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.param.TokenParamModifier;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.util.ICachedSearchDetails;
import java.util.List;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.fhir.casefile.AccessMarks;
import org.openimr.operation.access.Caller;
import org.openimr.server.http.Outcomes;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.security.table.Sight;
import org.openimr.server.security.table.WithheldClass;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Narrows every search to what the caller sees, inside the query: what is counted, paged and sorted
 * is what is shown.
 *
 * <p>What a search asks about other resources is narrowed in the same way: chains by {@link
 * NarrowedChains}, while reverse chains and sorting by a chain are refused to whoever does not see
 * all that they look at.
 */
@Interceptor
public final class SearchNarrowing {

  /** No organization has this id. */
  private static final String NONE = "/";

  private final AccessRule rule;
  private final NarrowedChains chains;

  /** Narrows by this rule. */
  public SearchNarrowing(AccessRule rule, NarrowedChains chains) {
    this.rule = rule;
    this.chains = chains;
  }

  /** Narrows a search before it is run. */
  @Hook(Pointcut.STORAGE_PRESEARCH_REGISTERED)
  public void narrow(
      ICachedSearchDetails search, SearchParameterMap parameters, RequestDetails request) {
    if (StoreAccessInterceptor.onOwnAccount(request)) {
      return;
    }
    narrow(search.getResourceType(), parameters, request);
  }

  private void narrow(String type, SearchParameterMap parameters, RequestDetails request) {
    Caller caller = Caller.of(request);
    refuseReverseChains(parameters, caller);
    if (ServedTypes.CASE_RECORDS.contains(type)) {
      refuseChainedSort(parameters.getSort());
    }
    chains.narrow(type, parameters, request, this::narrow);
    Sight sight = rule.sight(caller, type);
    if (sight.none()) {
      parameters.add(Constants.PARAM_TAG, new TokenParam(AccessMarks.PARTY, NONE));
    }
    sight
        .organization()
        .ifPresent(
            organization ->
                parameters.add(
                    Constants.PARAM_TAG, new TokenParam(AccessMarks.PARTY, organization)));
    if (sight.open()) {
      parameters.add(Constants.PARAM_TAG, not(AccessMarks.STATE, List.of(AccessMarks.CLOSED)));
    }
    for (WithheldClass withheld : sight.withheld()) {
      parameters.add(withheld.parameter(), not(withheld.system(), withheld.codes()));
    }
  }

  private static TokenOrListParam not(String system, List<String> codes) {
    TokenOrListParam none = new TokenOrListParam();
    codes.forEach(
        code -> none.add(new TokenParam(system, code).setModifier(TokenParamModifier.NOT)));
    return none;
  }

  /** What points to a resource may be of others, so that finding the resource by it would tell. */
  private void refuseReverseChains(SearchParameterMap parameters, Caller caller) {
    List<List<IQueryParameterType>> reverse = parameters.get(Constants.PARAM_HAS);
    boolean told =
        reverse != null
            && reverse.stream().flatMap(List::stream).anyMatch(each -> !seesAllOf(each, caller));
    if (told
        || parameters.containsKey(Constants.PARAM_LIST) && !rule.sight(caller, "List").whole()) {
      throw refused("Searches with _has and _list are for those who see all that they look into.");
    }
  }

  private boolean seesAllOf(IQueryParameterType each, Caller caller) {
    return each instanceof HasParam has
        && rule.sight(caller, String.valueOf(has.getTargetResourceType())).whole()
        && has.getParameterName() != null
        && !has.getParameterName().contains(".")
        && !has.getParameterName().startsWith(Constants.PARAM_HAS);
  }

  /** The order of what is found would tell of what is not shown. */
  private static void refuseChainedSort(SortSpec sort) {
    for (SortSpec each = sort; each != null; each = each.getChain()) {
      if (each.getParamName() != null && each.getParamName().contains(".")) {
        throw refused("Cases are not sorted by what other resources hold.");
      }
    }
  }

  static ForbiddenOperationException refused(String sentence) {
    return Outcomes.carriedBy(
        new ForbiddenOperationException(sentence), IssueType.FORBIDDEN, sentence);
  }
}
