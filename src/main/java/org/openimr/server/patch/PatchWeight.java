package org.openimr.server.patch;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How much a JSON value is.
 *
 * @param nodes how many values and fields it has
 * @param characters about how many characters it is written with
 */
record PatchWeight(long nodes, long characters) {

  /** That of a value. */
  static PatchWeight of(JsonNode value) {
    long[] sums = new long[2];
    add(value, sums);
    return new PatchWeight(sums[0], sums[1]);
  }

  private static void add(JsonNode value, long[] sums) {
    sums[0]++;
    sums[1] += value.isContainerNode() ? 2 : value.asText().length() + 3;
    value.fieldNames().forEachRemaining(name -> sums[1] += name.length() + 3);
    value.elements().forEachRemaining(each -> add(each, sums));
  }

  /** That of both. */
  PatchWeight plus(PatchWeight other) {
    return new PatchWeight(nodes + other.nodes, characters + other.characters);
  }
}
