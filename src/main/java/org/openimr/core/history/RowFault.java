package org.openimr.core.history;

/**
 * What is wrong with a row.
 *
 * @param column the name of the column; empty if it is the row as a whole
 * @param found what stands there, cut; of free text only how long it is
 * @param expected what should stand there
 */
public record RowFault(String column, String found, String expected) {

  private static final int LONGEST = 60;

  /** Cuts what was found, and leaves out what does not print. */
  public RowFault {
    String plain = found.replaceAll("\\p{Cntrl}", " ");
    found = plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
  }
}
