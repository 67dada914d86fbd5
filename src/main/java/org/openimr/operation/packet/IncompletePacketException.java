package org.openimr.operation.packet;

import java.util.List;
import java.util.stream.Collectors;
import org.openimr.core.policy.PacketElement;

/** A packet cannot be issued because the file lacks elements that the policy asks for. */
public final class IncompletePacketException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<PacketElement> missing;

  /**
   * Makes the exception.
   *
   * @param missing the elements that nothing fulfils, at least one
   */
  public IncompletePacketException(List<PacketElement> missing) {
    super(missing.stream().map(PacketElement::code).collect(Collectors.joining(", ")));
    this.missing = List.copyOf(missing);
  }

  /**
   * Returns what is lacking.
   *
   * @return the elements, in the order of the policy
   */
  public List<PacketElement> missing() {
    return missing;
  }
}
