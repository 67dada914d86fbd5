package org.openimr.server.scan;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import org.openimr.server.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The scanner, if one is set. */
@Configuration(proxyBeanMethods = false)
public class ScanConfig {

  /** What looks at contents. */
  @Bean
  public ContentScanner contentScanner(Settings settings) {
    return settings.scan().on()
        ? new ClamScanner(settings.scan().address(), settings.scan().timeout())
        : ContentScanner.none();
  }

  /** Shows it what is stored. */
  @Bean
  public ContentScan contentScan(ContentScanner scanner, IInterceptorService interceptors) {
    ContentScan scan = new ContentScan(scanner);
    interceptors.registerInterceptor(scan);
    return scan;
  }
}
