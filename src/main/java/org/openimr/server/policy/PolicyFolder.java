package org.openimr.server.policy;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.policy.PolicyCheck;
import org.openimr.fhir.policy.text.yaml.PolicyProblem;
import org.openimr.fhir.policy.text.yaml.SourceText;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.operation.access.Caller;
import org.openimr.server.artifact.PackagedPolicies;
import org.openimr.server.security.StoreAccessInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of policies: whatever is added or changed in it is checked and put into the store.
 *
 * <p>A broken file is refused with every reason, and what it replaced stays at work. A file that is
 * taken away changes nothing, because cases may be bound to its policy.
 */
final class PolicyFolder {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyFolder.class);
  private static final Caller CALLER = new Caller("policy-folder", "admin", "openimr");

  private final Path folder;
  private final PackagedPolicies packaged;
  private final StoredPolicies stored;
  private final PolicyShelf shelf;
  private final Map<String, String> seen = new HashMap<>();
  private volatile Map<String, List<String>> refused = Map.of();

  PolicyFolder(Path folder, PackagedPolicies packaged, StoredPolicies stored, PolicyShelf shelf) {
    this.folder = folder;
    this.packaged = packaged;
    this.stored = stored;
    this.shelf = shelf;
  }

  /** What is in the folder and not at work, by file, each with all reasons. */
  Map<String, List<String>> refused() {
    return refused;
  }

  /** Puts into the store what has changed since the last look. */
  void look() {
    Map<String, List<String>> problems = new TreeMap<>(refused);
    List<Path> files = files();
    problems.keySet().retainAll(files.stream().map(PolicyFolder::name).toList());
    for (Path file : files) {
      String stamp = stamp(file);
      // A file refused for the sake of another policy is tried again when that one has changed.
      boolean again = problems.containsKey(name(file));
      String state = again ? stamp + " " + shelf.revision() : stamp;
      if (!state.equals(seen.get(name(file)))) {
        List<String> reasons = take(file);
        List<String> before = problems.remove(name(file));
        if (!reasons.isEmpty()) {
          problems.put(name(file), reasons);
        }
        if (!reasons.equals(before)) {
          reasons.forEach(reason -> LOG.warn("Policy refused: {}", reason));
        }
        seen.put(name(file), reasons.isEmpty() ? stamp : stamp + " " + shelf.revision());
      }
    }
    refused = problems;
  }

  private List<String> take(Path file) {
    try {
      if (Files.size(file) > PolicyCheck.LARGEST) {
        return List.of(
            name(file) + ":1 is larger than " + PolicyCheck.LARGEST + " bytes, the most read");
      }
      String content = SourceText.of(name(file), Files.readAllBytes(file));
      List<PolicyProblem> problems =
          PolicyCheck.check(
              name(file), content, packaged.vocabulary(), packaged.calendars(), packaged.laws());
      if (!problems.isEmpty()) {
        return problems.stream().map(PolicyProblem::toString).toList();
      }
      stored.put(
          PolicyCheck.plan(name(file), content, packaged.laws()),
          StoreAccessInterceptor.onBehalfOf(CALLER, Set.of()));
      shelf.renew();
      LOG.info("Policy file {} is at work", name(file));
      return List.of();
    } catch (UnreadablePolicyTextException noText) {
      return noText.problems().stream().map(PolicyProblem::toString).toList();
    } catch (IOException | UnreadableResourceException | BaseServerResponseException e) {
      return reasons(name(file), e);
    }
  }

  /** HAPI wraps what the gate at the store has against a policy. */
  private static List<String> reasons(String name, Exception refusal) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnreadableResourceException gate) {
        return gate.problems().stream().map(problem -> name + ":1 " + problem.text()).toList();
      }
    }
    return List.of(name + ":1 cannot be read or stored: " + refusal.getClass().getSimpleName());
  }

  private List<Path> files() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> name(file).matches("[^.].*\\.(yaml|json)"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + " " + Files.size(file);
    } catch (IOException gone) {
      return "gone";
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
