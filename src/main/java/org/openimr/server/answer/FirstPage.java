package org.openimr.server.answer;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.search.PersistedJpaSearchFirstPageBundleProvider;
import ca.uhn.fhir.jpa.search.builder.tasks.SearchTask;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.method.ResponsePage.ResponsePageBuilder;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The first page of a search, as long as what is on it fits into memory. */
final class FirstPage extends PersistedJpaSearchFirstPageBundleProvider {

  private final RequestDetails request;

  FirstPage(
      SearchTask task,
      ISearchBuilder<?> search,
      RequestDetails request,
      RequestPartitionId partition) {
    super(task, search, request, partition);
    this.request = request;
  }

  @Override
  public List<IBaseResource> getResources(int from, int to, ResponsePageBuilder page) {
    return ShortPage.read(request, getUuid(), from, to, end -> super.getResources(from, end, page));
  }
}
