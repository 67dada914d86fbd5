package org.openimr.server.doctor;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.openimr.fhir.packet.seal.ExpectedPacket;
import org.openimr.fhir.packet.seal.PacketFinding;
import org.openimr.fhir.packet.seal.PacketVerdict;
import org.openimr.fhir.packet.seal.PacketVerifier;
import org.openimr.server.content.ContentCheck;
import org.openimr.server.index.IndexWork;
import org.openimr.server.index.MovedDuty;
import org.openimr.server.index.Recomputation;
import org.openimr.server.policy.PolicyShelf;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Holds what is stored against itself: the index against the resources, the duties against the
 * rules that are held, the packets against their hashes and signatures, contents that are kept
 * apart against their hashes.
 */
public final class StoreCheck {

  private static final String PACKETS =
      "select fhir_id from hfj_resource where res_type = 'Bundle' and res_deleted_at is null"
          + " order by res_id";

  /**
   * A difference.
   *
   * @param kind {@code index}, {@code duty}, {@code undecided}, {@code packet} or {@code content}
   * @param about the resource that it is about
   * @param text what differs; tells of no person
   */
  public record Fault(String kind, String about, String text) {}

  /**
   * What was found.
   *
   * @param cases how many cases were looked at
   * @param packets how many packets
   * @param contents how many contents that are kept apart
   * @param faults every difference
   */
  public record Report(long cases, long packets, long contents, List<Fault> faults) {}

  /** Is told how far it is. */
  @FunctionalInterface
  public interface Progress {

    /** So many of all are done. */
    void at(long done, long all);
  }

  private final IndexWork index;
  private final Recomputation recomputation;
  private final PolicyShelf policies;
  private final DaoRegistry resources;
  private final PacketVerifier verifier;
  private final ContentCheck contents;
  private final JdbcTemplate jdbc;

  StoreCheck(
      IndexWork index,
      Recomputation recomputation,
      PolicyShelf policies,
      DaoRegistry resources,
      PacketVerifier verifier,
      ContentCheck contents,
      JdbcTemplate jdbc) {
    this.index = index;
    this.recomputation = recomputation;
    this.policies = policies;
    this.resources = resources;
    this.verifier = verifier;
    this.contents = contents;
    this.jdbc = jdbc;
  }

  /**
   * Looks at everything.
   *
   * @param asOf when cases are judged
   * @param packets whether packets are verified
   * @param progress is told how far it is
   * @return what was found
   */
  public Report check(Instant asOf, boolean packets, Progress progress) {
    List<Fault> faults = new ArrayList<>();
    IndexWork.Difference indexed = index.check(progress::at);
    indexed
        .different()
        .forEach(
            id ->
                faults.add(
                    new Fault(
                        "index",
                        "Task/" + id,
                        "the index says otherwise than the resources; openimr index rebuild")));
    Recomputation.Outcome outcome =
        recomputation.list(
            policies.get(), List.of(), asOf, move -> faults.add(moved(move)), progress::at);
    outcome
        .undecided()
        .forEach(
            id ->
                faults.add(
                    new Fault(
                        "undecided",
                        "Task/" + id,
                        "it cannot be worked out: its policy is not held, or a calendar does not"
                            + " cover a date")));
    long looked = packets ? packets(asOf, faults, progress) : 0;
    long kept = contents.check((about, text) -> faults.add(new Fault("content", about, text)));
    return new Report(indexed.cases(), looked, kept, List.copyOf(faults));
  }

  private static Fault moved(MovedDuty move) {
    return new Fault(
        "duty",
        "Task/" + move.caseId(),
        move.milestone()
            + " by "
            + move.rule()
            + ": stored "
            + (move.before() == null ? "none" : move.before())
            + ", worked out "
            + (move.after() == null ? "none" : move.after()));
  }

  private long packets(Instant now, List<Fault> faults, Progress progress) {
    List<String> ids = jdbc.queryForList(PACKETS, String.class);
    long looked = 0;
    for (int i = 0; i < ids.size(); i++) {
      Bundle packet = read(ids.get(i));
      if (packet != null && packet.getType() == Bundle.BundleType.DOCUMENT) {
        looked++;
        verify(packet, now, faults);
      }
      progress.at(i + 1L, ids.size());
    }
    return looked;
  }

  private Bundle read(String id) {
    try {
      return (Bundle)
          resources
              .getResourceDao("Bundle")
              .read(new IdType("Bundle", id), new SystemRequestDetails());
    } catch (ResourceNotFoundException | ResourceGoneException deletedMeanwhile) {
      return null;
    }
  }

  private void verify(Bundle packet, Instant now, List<Fault> faults) {
    byte[] content =
        resources
            .getResourceDao("Bundle")
            .getContext()
            .newJsonParser()
            .encodeResourceToString(packet)
            .getBytes(StandardCharsets.UTF_8);
    PacketVerdict verdict = verifier.verify(content, new ExpectedPacket(null, null), now);
    for (PacketFinding finding : verdict.findings()) {
      if (finding.wrong()) {
        faults.add(
            new Fault(
                "packet",
                "Bundle/" + packet.getIdElement().getIdPart(),
                finding.code() + (finding.entry() == null ? "" : " " + finding.entry())));
      }
    }
  }
}
