package org.openimr.server;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The operations that clients may call. A new one is added to the list here. */
@Configuration(proxyBeanMethods = false)
public class OperationConfig {

  /** All operations. */
  @Bean
  public OfferedOperations operations() {
    return OfferedOperations.of();
  }
}
