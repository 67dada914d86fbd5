package org.openimr.operation.notice;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.openimr.fhir.notice.KnownNotice;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.StaleCaseException;

/** What is known of the notices that were drafted, beside the resources that hold them. */
public interface NoticeRegister {

  /**
   * What is handed to a carrier.
   *
   * @param way how it goes out, a code of v3-ParticipationMode
   * @param address name and address of the recipient, a line each
   */
  record Dispatch(String way, List<String> address) {

    /** Keeps its own copy. */
    public Dispatch {
      address = List.copyOf(address);
    }
  }

  /**
   * Finds the notices of a case.
   *
   * @param caseId the id of the case Task
   * @return all of them, in the order of their numbers
   */
  List<KnownNotice> ofCase(String caseId);

  /**
   * Finds a notice.
   *
   * @param communication the id of its Communication
   * @return the notice, or empty if that is no notice of this server
   */
  Optional<KnownNotice> find(String communication);

  /**
   * Notes that a notice was sent, stores what changes with that, and hands it to a carrier
   * afterwards: all of it, or nothing.
   *
   * @param sent the notice, as sent
   * @param dispatch what a carrier needs, or null if nothing is carried
   * @param caller who sends it
   * @param changes a transaction Bundle
   * @throws StaleCaseException if it, or its case, has changed meanwhile
   */
  void send(KnownNotice sent, Dispatch dispatch, Caller caller, Bundle changes);
}
