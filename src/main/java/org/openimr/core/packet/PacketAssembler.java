package org.openimr.core.packet;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.core.casefile.Facts;
import org.openimr.core.policy.PacketElement;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.core.policy.Truth;

/**
 * Finds for every element of a packet what fulfils it.
 *
 * <p>An element of which nobody knows whether it is asked for is asked for: a file that holds too
 * much harms nobody, one that lacks something delays the review.
 */
public final class PacketAssembler {

  private PacketAssembler() {}

  /**
   * Assembles the file.
   *
   * @param policy the policy
   * @param facts the facts of the case
   * @param documents what is in the file, in its order
   * @param mayGet what the recipient may get
   * @return what the packet holds and lacks
   */
  public static PacketManifest assemble(
      ReviewPolicy policy,
      Facts facts,
      List<CaseDocument> documents,
      Predicate<CaseDocument> mayGet) {
    List<CaseDocument> given = documents.stream().filter(mayGet).toList();
    List<PacketManifest.Holding> elements = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (PacketElement element : policy.packet()) {
      if (element.askedWhen().evaluate(facts) != Truth.FALSE) {
        List<CaseDocument> found =
            given.stream().filter(document -> fulfils(element, document)).toList();
        found.forEach(document -> used.add(document.reference()));
        boolean byFacts =
            element.holdsWhen() != null && element.holdsWhen().evaluate(facts) == Truth.TRUE;
        elements.add(new PacketManifest.Holding(element, found, byFacts));
      }
    }
    return new PacketManifest(
        elements,
        given.stream().filter(document -> !used.contains(document.reference())).toList(),
        documents.stream().filter(mayGet.negate()).toList());
  }

  private static boolean fulfils(PacketElement element, CaseDocument document) {
    for (PacketElement.Accepted accepted : element.accepts()) {
      if (accepted.resourceType().equals(document.resourceType())
          && (accepted.types().isEmpty()
              || document.types().stream().anyMatch(accepted.types()::contains))) {
        return true;
      }
    }
    return false;
  }
}
