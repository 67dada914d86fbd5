package org.openimr.operation.determination;

import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.IdType;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.UnreadableResourceException.Problem;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.determination.DeterminationFile;
import org.openimr.fhir.determination.DeterminationHistory;
import org.openimr.fhir.determination.StoredDeterminations;
import org.openimr.fhir.packet.seal.PacketSeal;
import org.openimr.operation.access.Caller;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.casefile.StoredCases;
import org.openimr.operation.packet.PacketContents;

/**
 * {@code $determination}: the determination of a case with what belongs to it, listed and signed.
 *
 * @see <a href="../../../../../../../docs/operations/determination.md">determination</a>
 */
public final class DeterminationOperation {

  private static final String DEFINITION =
      "https://openimr.org/fhir/OperationDefinition/determination";
  private static final String IDENTIFIER = "identifier";
  private static final Set<String> KNOWN = Set.of(IDENTIFIER, "_format", "_pretty");

  private final CaseStore store;
  private final StoredCases cases;
  private final PacketSeal seal;
  private final PacketContents contents;
  private final Clock clock;

  /**
   * Makes the operation.
   *
   * @param store where cases are kept
   * @param cases knows what has happened in them
   * @param seal lists and signs
   * @param contents where large contents are kept
   * @param clock says when it is signed
   */
  public DeterminationOperation(
      CaseStore store, StoredCases cases, PacketSeal seal, PacketContents contents, Clock clock) {
    this.store = store;
    this.cases = cases;
    this.seal = seal;
    this.contents = contents;
    this.clock = clock;
  }

  /** Reads the determination of a case; nothing is stored. */
  @Operation(
      name = "$determination",
      typeName = "Task",
      canonicalUrl = DEFINITION,
      idempotent = true)
  public Bundle read(@IdParam IdType id, RequestDetails request) {
    String identifier = identifier(request);
    CaseFile seen = store.load(Caller.of(request), id.getIdPart());
    DeterminationHistory history =
        DeterminationHistory.of(StoredDeterminations.of(seen), cases.read(seen).events());
    Composition found =
        (identifier == null ? history.inForce() : history.numbered(identifier))
            .orElseThrow(NoSuchDeterminationException::new);
    Bundle file =
        seal.listed(
            contents.require(
                DeterminationFile.write(seen, history, found, request.getFhirServerBase())));
    seal.sign(file, Instant.ofEpochSecond(clock.instant().getEpochSecond()));
    return file;
  }

  private static String identifier(RequestDetails request) {
    Map<String, String[]> given =
        request.getParameters() == null ? Map.of() : request.getParameters();
    String[] values = given.getOrDefault(IDENTIFIER, new String[0]);
    if (!KNOWN.containsAll(given.keySet())
        || values.length > 1
        || values.length == 1 && values[0].isBlank()) {
      throw new UnreadableResourceException(
          List.of(
              new Problem(
                  "structure",
                  null,
                  "$determination knows one parameter, identifier, that stands at most once and has"
                      + " a value.")),
          true);
    }
    return values.length == 0 ? null : values[0];
  }
}
