package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.openimr.fhir.casefile.submission.Submissions;

/**
 * A submission with mistakes in it.
 *
 * @param example the folder of {@code examples} that it is made from
 * @param mistakes the mistakes, one or several
 */
record WrongSubmission(String example, List<Mistake> mistakes) {

  Mistake.Kind kind() {
    return mistakes.size() > 1 ? Mistake.Kind.SEVERAL : mistakes.get(0).kind();
  }

  /** Why it must be accepted; null if it must be refused. */
  String acceptable() {
    return mistakes.size() > 1 ? null : mistakes.get(0).acceptable();
  }

  /** Where the answer must blame something, each of them. */
  List<String> places() {
    return mistakes.stream().flatMap(mistake -> mistake.places().stream()).toList();
  }

  /** The tree of JSON with the mistakes, so far as a tree holds them. */
  ObjectNode tree() {
    ObjectNode tree = Submissions.example(example);
    // a name of its own, always the same
    String name = UUID.nameUUIDFromBytes(toString().getBytes(StandardCharsets.UTF_8)).toString();
    ((ObjectNode) tree.path("identifier")).put("value", name);
    mistakes.forEach(mistake -> mistake.spoil().accept(tree));
    return tree;
  }

  /** What is sent. */
  byte[] body(ObjectNode tree) {
    byte[] body = tree.toString().getBytes(StandardCharsets.UTF_8);
    for (Mistake mistake : mistakes) {
      body = mistake.text() == null ? body : mistake.text().apply(body);
    }
    return body;
  }

  /** What is sent, as a tree; without what no tree can hold. */
  ObjectNode sent(ObjectNode tree) {
    try {
      return (ObjectNode) Submissions.parsed(new String(body(tree), StandardCharsets.UTF_8));
    } catch (UncheckedIOException | ClassCastException noJson) {
      return tree;
    }
  }

  @Override
  public String toString() {
    return mistakes.stream().map(Mistake::toString).collect(Collectors.joining("; "))
        + " in "
        + example;
  }
}
