package org.openimr.server.patch;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import org.openimr.server.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Limits patches. */
@Configuration(proxyBeanMethods = false)
public class PatchConfig {

  /** By the size that a body may have. */
  @Bean
  public PatchLimits patchLimits(
      FhirContext context, Settings settings, IInterceptorService interceptors) {
    PatchLimits limits = new PatchLimits(context, settings.limits().bodySize().toBytes());
    interceptors.registerInterceptor(limits);
    return limits;
  }
}
