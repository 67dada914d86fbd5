package org.openimr.server.doctor;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import org.openimr.fhir.packet.seal.PacketVerifier;
import org.openimr.server.content.ContentCheck;
import org.openimr.server.index.IndexWork;
import org.openimr.server.index.Recomputation;
import org.openimr.server.policy.PolicyShelf;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;

/** Looks whether what is stored agrees with itself. */
@Configuration(proxyBeanMethods = false)
public class DoctorConfig {

  /** Holds what is stored against itself. */
  @Bean
  @Lazy
  public StoreCheck storeCheck(
      IndexWork index,
      Recomputation recomputation,
      PolicyShelf policies,
      DaoRegistry resources,
      PacketVerifier verifier,
      ContentCheck contents,
      JdbcTemplate jdbc) {
    return new StoreCheck(index, recomputation, policies, resources, verifier, contents, jdbc);
  }
}
