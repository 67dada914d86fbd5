package org.openimr.server.security;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.model.api.IQueryParameterType;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import ca.uhn.fhir.util.UrlUtil;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.openimr.operation.access.Caller;
import org.openimr.server.http.Outcomes;
import org.openimr.server.security.table.AccessRule;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * Lets a chained search look only into what the caller sees.
 *
 * <p>The end of a chain is searched first, as the caller would search it, and the chain is replaced
 * by references to what that found. Two conditions on the ends of one chain would not do: of a
 * reference that repeats each could hold for another end.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#chaining">FHIR R4, chained parameters</a>
 */
public final class NarrowedChains {

  /** A chain may lead through so many resources. */
  static final int MOST = 1000;

  private static final String NOWHERE = "none-that-is-seen";

  private final DaoRegistry store;
  private final ISearchParamRegistry parameters;
  private final MatchUrlService urls;
  private final AccessRule rule;
  private final FhirContext context;

  /**
   * Makes it.
   *
   * @param store where the ends of chains are searched
   * @param parameters what can be searched by
   * @param urls reads searches
   * @param rule who sees what
   * @param context the FHIR context
   */
  public NarrowedChains(
      DaoRegistry store,
      ISearchParamRegistry parameters,
      MatchUrlService urls,
      AccessRule rule,
      FhirContext context) {
    this.store = store;
    this.parameters = parameters;
    this.urls = urls;
    this.rule = rule;
    this.context = context;
  }

  /** How a search is narrowed. */
  interface Narrowing {

    /** Narrows a search of a type to what the caller of a request sees. */
    void narrow(String type, SearchParameterMap search, RequestDetails request);
  }

  /**
   * Replaces those chains of a search that look into what the caller does not see whole.
   *
   * @param narrowing narrows the search of their ends
   */
  void narrow(String type, SearchParameterMap search, RequestDetails request, Narrowing narrowing) {
    for (Map.Entry<String, List<List<IQueryParameterType>>> each : search.entrySet()) {
      each.getValue()
          .replaceAll(
              alternatives ->
                  alternatives.stream().anyMatch(NarrowedChains::chained)
                      ? narrowed(type, each.getKey(), alternatives, request, narrowing)
                      : alternatives);
    }
  }

  private static boolean chained(IQueryParameterType value) {
    return value instanceof ReferenceParam reference && reference.hasChain();
  }

  private List<IQueryParameterType> narrowed(
      String type,
      String name,
      List<IQueryParameterType> alternatives,
      RequestDetails request,
      Narrowing narrowing) {
    Set<String> found = new TreeSet<>();
    List<IQueryParameterType> narrowed = new ArrayList<>();
    String nowhere = "";
    for (IQueryParameterType value : alternatives) {
      ReferenceParam reference = (ReferenceParam) value;
      Set<String> ends = ends(type, name, reference);
      Caller caller = Caller.of(request);
      if (ends.stream().allMatch(end -> rule.sight(caller, end).whole())) {
        return alternatives;
      }
      ends.forEach(end -> found.addAll(find(end, reference, request, narrowing)));
      nowhere = ends.iterator().next() + "/" + NOWHERE;
    }
    found.forEach(id -> narrowed.add(new ReferenceParam(id)));
    return narrowed.isEmpty() ? List.of(new ReferenceParam(nowhere)) : narrowed;
  }

  /** The types at which the next step of a chain may end. */
  private Set<String> ends(String type, String name, ReferenceParam reference) {
    Set<String> targets = new HashSet<>();
    if (reference.hasResourceType()) {
      targets.add(reference.getResourceType());
    } else {
      RuntimeSearchParam parameter =
          parameters.getActiveSearchParam(type, name, SearchParamLookupContextEnum.SEARCH);
      targets.addAll(parameter == null ? Set.of() : parameter.getTargets());
      if (targets.isEmpty() || targets.contains("Resource")) {
        targets.addAll(ServedTypes.ALL);
      }
    }
    targets.retainAll(ServedTypes.ALL);
    targets.removeAll(ServedTypes.KEPT_APART);
    String next = reference.getChain().split("[.:]", 2)[0];
    targets.removeIf(target -> !next.startsWith("_") && !searchable(target, next));
    return targets;
  }

  private boolean searchable(String type, String name) {
    return parameters.getActiveSearchParam(type, name, SearchParamLookupContextEnum.SEARCH) != null;
  }

  private List<String> find(
      String end, ReferenceParam reference, RequestDetails request, Narrowing narrowing) {
    String url =
        end
            + "?"
            + UrlUtil.escapeUrlParam(reference.getChain())
            + "="
            + UrlUtil.escapeUrlParam(reference.getValue());
    SearchParameterMap search = urls.translateMatchUrl(url, context.getResourceDefinition(end));
    search.setLoadSynchronousUpTo(MOST + 1);
    // this way of searching calls no interceptor
    narrowing.narrow(end, search, request);
    List<IIdType> found = store.getResourceDao(end).searchForResourceIds(search, request);
    if (found.size() > MOST) {
      throw Outcomes.refusal(
          422,
          IssueType.TOOCOSTLY,
          "A chain leads through more than " + MOST + " resources; say more about them.",
          null);
    }
    return found.stream().map(id -> id.toUnqualifiedVersionless().getValue()).toList();
  }
}
