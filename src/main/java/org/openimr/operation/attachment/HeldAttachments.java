package org.openimr.operation.attachment;

import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Parameters;
import org.openimr.operation.access.Caller;

/** Attachments that came before the case that they are for is known here. */
public interface HeldAttachments {

  /**
   * What is held.
   *
   * @param id its name
   * @param sender who sent it; it joins a case only if the sender is party to the case
   * @param received when it came
   * @param parameters what was sent
   */
  record Held(String id, Caller sender, Instant received, Parameters parameters) {}

  /**
   * Holds what was sent; the same once more is held once.
   *
   * @param held what was sent
   * @return false if the organization has as much held here as it may
   */
  boolean hold(Held held);

  /**
   * Returns what is held and may be tried.
   *
   * @param since only what came at or after that time
   * @param most how many at most, those tried longest ago first
   * @return what is held
   */
  List<Held> waiting(Instant since, int most);

  /**
   * Forgets what has joined its case.
   *
   * @param id its name
   */
  void release(String id);

  /**
   * What is held, without what it holds.
   *
   * @param id its name
   * @param organization who sent it
   * @param role in which role
   * @param received when
   * @param bytes how long it is, in characters of JSON
   */
  record Kept(String id, String organization, String role, Instant received, long bytes) {}

  /**
   * Lists all that is held, also what is not tried any more.
   *
   * @return what is held, the oldest first
   */
  List<Kept> kept();
}
