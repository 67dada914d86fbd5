package org.openimr.server.answer;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.config.JpaConfig;
import ca.uhn.fhir.jpa.dao.ISearchBuilder;
import ca.uhn.fhir.jpa.entity.Search;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.search.PersistedJpaBundleProvider;
import ca.uhn.fhir.jpa.search.PersistedJpaSearchFirstPageBundleProvider;
import ca.uhn.fhir.jpa.search.builder.tasks.SearchTask;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.openimr.server.door.body.BodyRoom;
import org.openimr.server.settings.Settings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts measured searches and pages in the place of HAPI's, by the names that HAPI looks for. */
@Configuration(proxyBeanMethods = false)
@Import(SearchParts.class)
public class AnswerConfig {

  private static final String MEASURED_SEARCH = "measuredSearch";
  private static final String KEPT_PAGE = "keptPage";
  private static final String HISTORY_PAGE = "historyPage";
  private static final String FIRST_PAGE = "firstPage";

  private final ObjectProvider<SearchParts> parts;
  private final ObjectProvider<BodyRoom> room;
  private final ObjectProvider<StoredSizes> sizes;
  private final ObjectProvider<StoredMarks> marks;

  /** What is needed for each search is looked up when there is one. */
  public AnswerConfig(
      ObjectProvider<SearchParts> parts,
      ObjectProvider<BodyRoom> room,
      ObjectProvider<StoredSizes> sizes,
      ObjectProvider<StoredMarks> marks) {
    this.parts = parts;
    this.room = room;
    this.sizes = sizes;
    this.marks = marks;
  }

  /** Puts them there. */
  @Bean
  static InPlaceOfHapi inPlaceOfHapi() {
    return new InPlaceOfHapi(
        Map.of(
            ISearchBuilder.SEARCH_BUILDER_BEAN_NAME, MEASURED_SEARCH,
            JpaConfig.PERSISTED_JPA_BUNDLE_PROVIDER, KEPT_PAGE,
            JpaConfig.PERSISTED_JPA_BUNDLE_PROVIDER_BY_SEARCH, HISTORY_PAGE,
            JpaConfig.PERSISTED_JPA_SEARCH_FIRST_PAGE_BUNDLE_PROVIDER, FIRST_PAGE));
  }

  /** How large resources are. */
  @Bean
  static StoredSizes storedSizes(JdbcTemplate jdbc, Settings settings) {
    return new StoredSizes(
        jdbc, settings.database().postgresql(), settings.limits().bodySize().toBytes());
  }

  /** The marks of resources. */
  @Bean
  static StoredMarks storedMarks(JdbcTemplate jdbc, FhirContext context) {
    return new StoredMarks(jdbc, context);
  }

  /** A search. */
  @Bean(name = MEASURED_SEARCH)
  @Scope("prototype")
  public ISearchBuilder<JpaPid> measuredSearch(String name, Class<? extends IBaseResource> type) {
    return new MeasuredSearch(
        parts.getObject(), name, type, room.getObject(), sizes.getObject(), marks.getObject());
  }

  /** A later page. */
  @Bean(name = KEPT_PAGE)
  @Scope("prototype")
  public PersistedJpaBundleProvider keptPage(RequestDetails request, String search) {
    return new KeptPage(request, search, room.getObject(), sizes.getObject());
  }

  /** A page of a history. */
  @Bean(name = HISTORY_PAGE)
  @Scope("prototype")
  public PersistedJpaBundleProvider historyPage(RequestDetails request, Search search) {
    return new KeptPage(request, search, room.getObject(), sizes.getObject());
  }

  /** A first page. */
  @Bean(name = FIRST_PAGE)
  @Scope("prototype")
  public PersistedJpaSearchFirstPageBundleProvider firstPage(
      RequestDetails request,
      SearchTask task,
      ISearchBuilder<?> search,
      RequestPartitionId partition) {
    return new FirstPage(task, search, request, partition);
  }

  /** Links of short pages. */
  @Bean
  public ShortPages shortPages() {
    return new ShortPages();
  }

  /** Reads of large resources. */
  @Bean
  static LargeReads largeReads(StoredSizes sizes) {
    return new LargeReads(sizes);
  }
}
