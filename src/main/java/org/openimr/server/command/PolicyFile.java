package org.openimr.server.command;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.PerformanceOptionsEnum;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.fhir.policy.PolicyCheck;
import org.openimr.fhir.policy.text.LawTextReader;
import org.openimr.fhir.policy.text.PolicyProblem;
import org.openimr.server.artifact.PackagedPolicies;

/**
 * A file that should hold a policy.
 *
 * @param name its path as it was given
 * @param content its text
 */
record PolicyFile(String name, String content) {

  /** Reads a file. */
  static PolicyFile read(Path file) {
    try {
      return new PolicyFile(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UnusableFileException(
          file + ": there is no such file, or it is no text in UTF-8 that can be read");
    }
  }

  /** What the program holds, to judge the file by. */
  static PackagedPolicies known() {
    FhirContext context = FhirContext.forR4Cached();
    // Two of some 150 types are used.
    context.setPerformanceOptions(PerformanceOptionsEnum.DEFERRED_MODEL_SCANNING);
    return PackagedPolicies.read(context);
  }

  /** All that is wrong with the policy by itself. */
  List<PolicyProblem> problems(PackagedPolicies known) {
    return law()
        ? PolicyCheck.checkLaw(name, content, known.vocabulary(), known.calendars())
        : PolicyCheck.check(name, content, known.vocabulary(), known.calendars(), known.laws());
  }

  /** Whether it holds a law that policies may name, and no policy. */
  boolean law() {
    return !PolicyCheck.isPlanDefinition(name) && LawTextReader.isLaw(content);
  }

  /** The policy, in which nothing is wrong. */
  PlanDefinition plan(PackagedPolicies known) {
    return PolicyCheck.plan(name, content, known.laws());
  }
}
