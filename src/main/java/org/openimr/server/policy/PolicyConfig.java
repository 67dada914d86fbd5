package org.openimr.server.policy;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import java.nio.file.Path;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.settings.PolicySettings;
import org.openimr.server.settings.Settings;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Policies at work. */
@Configuration(proxyBeanMethods = false)
public class PolicyConfig {

  /** Those put into the store. */
  @Bean
  public StoredPolicies storedPolicies(DaoRegistry store, JdbcTemplate jdbc) {
    return new StoredPolicies(store, jdbc);
  }

  /** What every request reads. */
  @Bean
  public PolicyShelf policyShelf(PackagedPolicies packaged, StoredPolicies stored) {
    return new PolicyShelf(packaged, stored);
  }

  /** What stands before the store. */
  @Bean
  public PolicyGate policyGate(
      PackagedPolicies packaged,
      StoredPolicies stored,
      PolicyShelf shelf,
      IInterceptorService interceptors) {
    PolicyGate gate = new PolicyGate(packaged, stored, shelf);
    interceptors.registerInterceptor(gate);
    return gate;
  }

  /** What renews the shelf after a change. */
  @Bean
  public PolicyRenewal policyRenewal(PolicyShelf shelf) {
    return new PolicyRenewal(shelf);
  }

  /** What looks for changes from elsewhere. */
  @Bean
  public PolicyWatch policyWatch(
      Settings settings, PackagedPolicies packaged, StoredPolicies stored, PolicyShelf shelf) {
    PolicySettings policies = settings.policies();
    PolicyFolder folder =
        policies.folder().isEmpty()
            ? null
            : new PolicyFolder(Path.of(policies.folder()), packaged, stored, shelf);
    return new PolicyWatch(shelf, folder, policies.refresh());
  }

  /** Which policies are at work. */
  @Bean
  public ServletRegistrationBean<PolicyHealthServlet> policyHealth(
      PolicyShelf shelf, PolicyWatch watch) {
    return new ServletRegistrationBean<>(new PolicyHealthServlet(shelf, watch), "/health/policies");
  }
}
