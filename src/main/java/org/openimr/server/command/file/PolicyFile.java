package org.openimr.server.command.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.fhir.policy.PolicyCheck;
import org.openimr.fhir.policy.plan.PolicyDecompiler;
import org.openimr.fhir.policy.text.PolicyText;
import org.openimr.fhir.policy.text.file.LawTextReader;
import org.openimr.fhir.policy.text.file.PolicyTextReader;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.fhir.policy.text.yaml.SourceText;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.server.artifact.PackagedTexts;

/**
 * A file that should hold a policy.
 *
 * @param name its path as it was given
 * @param content its text
 */
public record PolicyFile(String name, String content) {

  /** Reads a file. */
  public static PolicyFile read(Path file) {
    try {
      if (Files.size(file) > PolicyCheck.LARGEST) {
        throw new UnusableFileException(
            file + ": is larger than " + PolicyCheck.LARGEST + " bytes, the most that is read");
      }
      return new PolicyFile(
          file.toString(), SourceText.of(file.toString(), Files.readAllBytes(file)));
    } catch (UnreadablePolicyTextException noText) {
      throw new UnusableFileException(noText.problems().get(0).toString());
    } catch (NoSuchFileException missing) {
      throw new UnusableFileException(file + ": there is no such file");
    } catch (IOException unreadable) {
      throw new UnusableFileException(
          file + (Files.isDirectory(file) ? ": is a folder, no file" : ": cannot be read"));
    }
  }

  /** All that is wrong with the policy by itself. */
  public List<PolicyProblem> problems(PackagedTexts known) {
    return law()
        ? PolicyCheck.checkLaw(name, content, known.vocabulary(), known.calendars())
        : PolicyCheck.check(name, content, known.vocabulary(), known.calendars(), known.laws());
  }

  /** Whether it holds a draft, which judges nothing. */
  public boolean draft(PackagedTexts known) {
    return plan(known).getStatus() == PublicationStatus.DRAFT;
  }

  /** Whether it holds a law that policies may name, and no policy. */
  public boolean law() {
    return !PolicyCheck.isPlanDefinition(name) && LawTextReader.isLaw(content);
  }

  /** The text of the policy, in which nothing is wrong. */
  public PolicyText text(PackagedTexts known) {
    return PolicyCheck.isPlanDefinition(name)
        ? PolicyDecompiler.decompile(plan(known), known.laws())
        : PolicyTextReader.read(name, policyText()).text();
  }

  private String policyText() {
    if (law()) {
      throw new UnusableFileException(name + ": holds a law; a policy was expected");
    }
    return content;
  }

  /** The policy, in which nothing is wrong. */
  public PlanDefinition plan(PackagedTexts known) {
    return PolicyCheck.plan(name, policyText(), known.laws());
  }
}
