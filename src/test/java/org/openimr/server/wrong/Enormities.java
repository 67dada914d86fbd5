package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.openimr.server.wrong.Mistake.Kind;

/** Makes things enormous. */
final class Enormities {

  private static final int BODY = 34_000_000;

  private Enormities() {}

  static List<Mistake> in(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    int patient = patient(bundle);
    String path = "Bundle.entry[" + patient + "].resource";
    mistakes.add(of("501 entries", "Bundle.entry", tree -> more(Duplicates.entries(tree), 501)));
    mistakes.add(
        of(
            "1001 events",
            "Bundle.entry[" + Inputs.place(bundle) + "].resource.input",
            tree -> events(tree, 1001)));
    mistakes.add(
        of(
            "an identifier of 10 000 characters",
            path + ".identifier[0]",
            tree -> identifier(tree, patient).put("value", "9".repeat(10_000))));
    mistakes.add(
        of(
            "a system of 10 000 characters",
            path + ".identifier[0]",
            tree -> identifier(tree, patient).put("system", "https://x.example/" + long_())));
    mistakes.add(
        of(
            "a name of two million characters",
            path + ".name[0].family",
            tree -> name(tree, patient).put("family", "x".repeat(2_000_000))));
    mistakes.add(
        of(
            "a submission identifier of 10 000 characters",
            "Bundle.identifier",
            tree -> ((ObjectNode) tree.path("identifier")).put("value", "9".repeat(10_000))));
    mistakes.add(
        of(
            "the year 12026",
            path + ".birthDate",
            tree -> resource(tree, patient).put("birthDate", "12026-01-01")));
    mistakes.addAll(inText(path));
    return mistakes;
  }

  /** Of what is refused before it is parsed no place is known. */
  private static List<Mistake> inText(String patient) {
    return List.of(
        text("a body of 34 MB", null, "\"language\":\"" + "x".repeat(BODY) + "\","),
        text("a number of 200 digits", null, number("9".repeat(200))),
        text("a number of 20 digits", patient, number("9".repeat(20))),
        text("a number without end", null, number("1e99999")),
        text(
            "nesting of 150 levels",
            null,
            "\"extension\":["
                + "{\"url\":\"x\",\"extension\":[".repeat(75)
                + "]}".repeat(75)
                + "],"));
  }

  private static String number(String digits) {
    return "\"multipleBirthInteger\":" + digits + ",";
  }

  private static Mistake text(String name, String place, String inserted) {
    return Mistake.inText(
        Kind.ENORMOUS,
        name,
        place,
        json -> json.replaceFirst("\"birthDate\"", inserted + "\"birthDate\""));
  }

  private static Mistake of(
      String name, String place, java.util.function.Consumer<ObjectNode> spoil) {
    return Mistake.of(Kind.ENORMOUS, name, place, spoil);
  }

  private static String long_() {
    return "x".repeat(10_000);
  }

  private static void more(ArrayNode entries, int size) {
    while (entries.size() < size) {
      ObjectNode copy = entries.get(0).deepCopy();
      copy.put("fullUrl", "urn:uuid:00000000-0000-4000-8000-%012d".formatted(entries.size()));
      entries.add(copy);
    }
  }

  private static void events(ObjectNode tree, int size) {
    for (int i = 0; i < size; i++) {
      Inputs.add(tree, Inputs.EVENT, "new-record-received")
          .put("valueDateTime", "2026-07-01T10:00:00-07:00");
    }
  }

  private static int patient(ObjectNode bundle) {
    for (int i = 0; i < bundle.path("entry").size(); i++) {
      if (resource(bundle, i).path("resourceType").asText().equals("Patient")) {
        return i;
      }
    }
    throw new IllegalArgumentException("no patient");
  }

  private static ObjectNode resource(ObjectNode tree, int entry) {
    return (ObjectNode) tree.path("entry").get(entry).path("resource");
  }

  private static ObjectNode identifier(ObjectNode tree, int entry) {
    return (ObjectNode) resource(tree, entry).path("identifier").get(0);
  }

  private static ObjectNode name(ObjectNode tree, int entry) {
    return (ObjectNode) resource(tree, entry).path("name").get(0);
  }
}
