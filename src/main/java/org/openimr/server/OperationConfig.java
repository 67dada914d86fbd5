package org.openimr.server;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import org.openimr.fhir.InputLimits;
import org.openimr.operation.CaseInquiry;
import org.openimr.operation.ComparePoliciesOperation;
import org.openimr.operation.DeadlinesOperation;
import org.openimr.operation.EligibilityOperation;
import org.openimr.operation.KnownCases;
import org.openimr.operation.NoSuchCaseException;
import org.openimr.server.artifact.PackagedPolicies;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The operations that clients may call. A new one is added to the list here. */
@Configuration(proxyBeanMethods = false)
public class OperationConfig {

  /** All operations. */
  @Bean
  public OfferedOperations operations(CaseInquiry inquiry) {
    return OfferedOperations.of(
        new EligibilityOperation(inquiry),
        new DeadlinesOperation(inquiry),
        new ComparePoliciesOperation(inquiry));
  }

  /** The policies that cases are judged by. */
  @Bean
  public PackagedPolicies policies(FhirContext context) {
    return PackagedPolicies.read(context);
  }

  /** The stored cases: none, as long as no operation stores any. */
  @Bean
  public KnownCases knownCases() {
    return (caller, id) -> {
      throw new NoSuchCaseException();
    };
  }

  /** Questions about a case. */
  @Bean
  public CaseInquiry inquiry(PackagedPolicies packaged, KnownCases cases) {
    return new CaseInquiry(
        packaged.policies(), packaged.vocabulary(), cases, Clock.systemUTC(), InputLimits.DEFAULT);
  }
}
