package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One mistake that can be planted in a submission.
 *
 * @param kind what kind of mistake it is
 * @param name what is wrong, in a few words
 * @param places where the answer must blame something: FHIRPath, each of them
 * @param spoil plants it in the tree
 * @param text plants it in the bytes, for what a tree of JSON cannot hold; or null
 * @param acceptable why it is no mistake after all and must be accepted; or null
 */
record Mistake(
    Kind kind,
    String name,
    List<String> places,
    Consumer<ObjectNode> spoil,
    Function<byte[], byte[]> text,
    String acceptable) {

  /** What kinds there are, in the order in which they are told. */
  enum Kind {
    REQUIRED("a required element missing"),
    TYPE("another type of JSON"),
    VALUE("a value that its type does not allow"),
    CODE("an unknown code or system"),
    DANGLING("a reference to nothing"),
    DUPLICATE("something twice"),
    CONTRADICTION("contradictory facts or events"),
    ORDER("times out of order"),
    OFFSET("a time that does not say enough"),
    PATIENT("another patient"),
    ORGANIZATION("another organization"),
    CHARACTERS("characters that are none"),
    ENORMOUS("something enormous"),
    SEVERAL("several mistakes at once");

    final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  static Mistake of(Kind kind, String name, String place, Consumer<ObjectNode> spoil) {
    return new Mistake(kind, name, List.of(place), spoil, null, null);
  }

  static Mistake inText(Kind kind, String name, String place, Function<String, String> text) {
    return inBytes(
        kind,
        name,
        place,
        bytes ->
            text.apply(new String(bytes, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
  }

  static Mistake inBytes(Kind kind, String name, String place, Function<byte[], byte[]> text) {
    return new Mistake(
        kind, name, place == null ? List.of() : List.of(place), tree -> {}, text, null);
  }

  Mistake blaming(List<String> others) {
    return new Mistake(kind, name, others, spoil, text, acceptable);
  }

  /** The same, and something more. */
  Mistake also(Consumer<ObjectNode> more) {
    return new Mistake(kind, name, places, spoil.andThen(more), text, acceptable);
  }

  Mistake acceptable(String why) {
    return new Mistake(kind, name, places, spoil, text, why);
  }

  @Override
  public String toString() {
    return kind + ": " + name;
  }
}
