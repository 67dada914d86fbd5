package org.openimr.server.door;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.servlet.Filter;
import org.openimr.server.content.BinaryUpload;
import org.openimr.server.door.body.BodyRoom;
import org.openimr.server.door.body.RequestLimits;
import org.openimr.server.door.body.UnreadBodies;
import org.openimr.server.http.ErrorTranslator;
import org.openimr.server.http.RequestLog;
import org.openimr.server.settings.Exposure;
import org.openimr.server.settings.Settings;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.CorsFilter;

/** The filters that a request passes, from without to within. */
@Configuration(proxyBeanMethods = false)
public class DoorConfig {

  private static final String ALL = "/*";
  private static final String FHIR = "/fhir/*";

  /** What went wrong, as clients are told. */
  @Bean
  public ErrorTranslator errors() {
    return new ErrorTranslator();
  }

  /** The request log stands in front of everything. */
  @Bean
  public FilterRegistrationBean<RequestLog> requestLogFilter(RequestLog log) {
    return inFrontOf(ALL, log, 0);
  }

  /** Whatever is thrown within is answered with an outcome. */
  @Bean
  public FilterRegistrationBean<LastResort> lastResort(
      FhirContext context, ErrorTranslator errors) {
    return inFrontOf(ALL, new LastResort(context, errors), 4);
  }

  /** What browsers are told. */
  @Bean
  public FilterRegistrationBean<SecurityHeaders> securityHeaders(Settings settings) {
    return inFrontOf(ALL, new SecurityHeaders(settings), 1);
  }

  /** The time for a request. */
  @Bean
  public FilterRegistrationBean<RequestTime> requestTime(Settings settings) {
    return inFrontOf(ALL, new RequestTime(settings.limits().requestTime()), 2);
  }

  /** Connections serve the next request, whatever became of the last one. */
  @Bean
  public FilterRegistrationBean<UnreadBodies> unreadBodies() {
    return inFrontOf(ALL, new UnreadBodies(), 3);
  }

  /** Requests to another machine. */
  @Bean
  public FilterRegistrationBean<OwnHost> ownHost(Settings settings) {
    FilterRegistrationBean<OwnHost> registration = inFrontOf(ALL, new OwnHost(), 5);
    registration.setEnabled(!Exposure.of(settings) && settings.fhir().baseUrl().isEmpty());
    return registration;
  }

  /** Web applications of other origins. */
  @Bean
  public FilterRegistrationBean<CorsFilter> crossOrigin(Settings settings) {
    FilterRegistrationBean<CorsFilter> registration =
        inFrontOf(ALL, CrossOrigin.from(settings.cors().allowed()), 6);
    registration.setEnabled(!settings.cors().allowed().isEmpty());
    return registration;
  }

  /** Methods that are not offered. */
  @Bean
  public FilterRegistrationBean<Methods> methods() {
    return inFrontOf(ALL, new Methods(), 7);
  }

  /** Bodies in formats that are not read. */
  @Bean
  public FilterRegistrationBean<BodyFormats> bodyFormats() {
    return inFrontOf(FHIR, new BodyFormats(), 8);
  }

  /** Contents that are sent by themselves. */
  @Bean
  public FilterRegistrationBean<BinaryUpload> binaryUploads(BinaryUpload upload) {
    return inFrontOf(FHIR, upload, 9);
  }

  /** Bodies that are too large or too deep. */
  @Bean
  public FilterRegistrationBean<RequestLimits> requestLimits(Settings settings, BodyRoom room) {
    return inFrontOf(FHIR, new RequestLimits(settings.limits(), room), 10);
  }

  /** The memory for large bodies and large stored contents. */
  @Bean
  public BodyRoom bodyRoom(Settings settings) {
    return new BodyRoom(
        Runtime.getRuntime().maxMemory(), settings.limits().requestTime().dividedBy(2));
  }

  /** Addresses and forms that are not well formed. */
  @Bean
  public FilterRegistrationBean<PlainRequests> plainRequests(Settings settings) {
    return inFrontOf(FHIR, new PlainRequests(settings.fhir()), 11);
  }

  /** Answers in formats that are not written. */
  @Bean
  public FilterRegistrationBean<AnswerFormats> answerFormats() {
    return inFrontOf(FHIR, new AnswerFormats(), 12);
  }

  /** Clients and addresses that send too much. */
  @Bean
  public RateLimits rateLimits(Settings settings) {
    return new RateLimits(settings);
  }

  /** What a search may hold. */
  @Bean
  public SearchCheck searchCheck(Settings settings, ISearchParamRegistry searchParameters) {
    return new SearchCheck(settings.limits(), new SearchNumbers(searchParameters));
  }

  /** Searches that cost too much. */
  @Bean
  public FilterRegistrationBean<SearchLimits> searchLimits(SearchCheck check) {
    return inFrontOf(FHIR, new SearchLimits(check), 13);
  }

  /** Entries of batches and transactions. */
  @Bean
  public BundleLimits bundleLimits(Settings settings, SearchCheck check) {
    return new BundleLimits(settings.limits(), check);
  }

  /** Contents that could not be given back. */
  @Bean
  public StorableContent storableContent(IInterceptorService interceptors) {
    StorableContent content = new StorableContent();
    interceptors.registerInterceptor(content);
    return content;
  }

  private static <T extends Filter> FilterRegistrationBean<T> inFrontOf(
      String path, T filter, int order) {
    FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
    registration.addUrlPatterns(path);
    registration.setOrder(order);
    return registration;
  }
}
