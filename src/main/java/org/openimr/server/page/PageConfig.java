package org.openimr.server.page;

import org.openimr.server.security.DemoCallers;
import org.openimr.server.security.client.People;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pages that this server shows to people. */
@Configuration(proxyBeanMethods = false)
public class PageConfig {

  /** The page on which an application is typed. */
  @Bean
  public ServletRegistrationBean<ApplicationPage> applicationPage(DemoCallers demo, People people) {
    return new ServletRegistrationBean<>(
        new ApplicationPage(new SignInOffer(demo, people)), "/application", "/application/*");
  }
}
