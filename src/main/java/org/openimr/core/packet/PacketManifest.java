package org.openimr.core.packet;

import java.util.List;
import org.openimr.core.casefile.CaseDocument;
import org.openimr.core.policy.PacketElement;

/**
 * What a packet holds, in the order of the policy.
 *
 * @param elements every element that is asked for
 * @param others what is in the file and fulfils no element
 * @param withheld what the recipient does not get
 */
public record PacketManifest(
    List<Holding> elements, List<CaseDocument> others, List<CaseDocument> withheld) {

  /** Keeps its own copies. */
  public PacketManifest {
    elements = List.copyOf(elements);
    others = List.copyOf(others);
    withheld = List.copyOf(withheld);
  }

  /**
   * One element of the packet.
   *
   * @param element the element
   * @param documents what fulfils it, in the order of the file
   * @param byFacts whether the facts alone fulfil it
   */
  public record Holding(PacketElement element, List<CaseDocument> documents, boolean byFacts) {

    /** Keeps its own copy. */
    public Holding {
      documents = List.copyOf(documents);
    }

    /**
     * Says whether the element is there.
     *
     * @return true if a document or the facts fulfil it
     */
    public boolean present() {
      return byFacts || !documents.isEmpty();
    }
  }

  /**
   * Returns what is lacking.
   *
   * @return the elements that nothing fulfils, in the order of the policy
   */
  public List<PacketElement> missing() {
    return elements.stream().filter(each -> !each.present()).map(Holding::element).toList();
  }

  /**
   * Says whether nothing is lacking.
   *
   * @return true if every element that is asked for is there
   */
  public boolean complete() {
    return elements.stream().allMatch(Holding::present);
  }
}
