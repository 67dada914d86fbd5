package org.openimr.operation.export;

import java.time.Instant;
import java.util.List;

/**
 * An export that was asked for. It holds no resource: its files are read from the store when they
 * are fetched, as the caller sees them then.
 *
 * @param id its id
 * @param stage how far it is
 * @param request the full address of the request
 * @param transactionTime what was stored by then is in it; the next export begins there
 * @param expires until when it can be fetched; null until it is complete
 * @param progress a few words on how far it is
 * @param files its files, once it is complete
 */
public record ExportJob(
    String id,
    Stage stage,
    String request,
    Instant transactionTime,
    Instant expires,
    String progress,
    List<File> files) {

  /** How far an export is. */
  public enum Stage {
    /** It waits, or is being made. */
    RUNNING,
    /** It can be fetched. */
    COMPLETE,
    /** It could not be made. */
    FAILED
  }

  /**
   * A file of it.
   *
   * @param number its number, from 1
   * @param type the type of the resources in it; {@code OperationOutcome} for what is said of it
   * @param count how many resources
   */
  public record File(int number, String type, long count) {}

  /** Keeps its own copy. */
  public ExportJob {
    files = List.copyOf(files);
  }
}
