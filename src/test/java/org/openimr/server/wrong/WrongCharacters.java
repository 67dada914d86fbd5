package org.openimr.server.wrong;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openimr.server.wrong.Elements.Element;
import org.openimr.server.wrong.Mistake.Kind;

/** Puts into texts what no text can hold, and what looks like text that was read wrongly. */
final class WrongCharacters {

  private static final String MARK = "@@here@@";
  private static final Map<String, byte[]> RAW = raw();

  private static final Map<String, String> ESCAPED =
      Map.of(
          "NUL", "\\u0000",
          "a bell", "\\u0007",
          "an escape", "\\u001b",
          "half of a pair, first", "\\ud83d",
          "half of a pair, second", "\\ude00",
          "a pair the wrong way round", "\\ude00\\ud83d",
          "U+FFFE", "\\ufffe",
          "U+FFFF", "\\uffff");

  private WrongCharacters() {}

  private static Map<String, byte[]> raw() {
    Map<String, byte[]> raw = new LinkedHashMap<>();
    raw.put("a letter in ISO 8859-1", new byte[] {(byte) 0xe9});
    raw.put("NUL as a byte", new byte[] {0});
    raw.put("a tab as a byte", new byte[] {9});
    raw.put("NUL in two bytes", new byte[] {(byte) 0xc0, (byte) 0x80});
    raw.put("half of a pair in bytes", new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0xbd});
    raw.put("half a character", new byte[] {(byte) 0xe2, (byte) 0x82});
    raw.put("a byte that is never used", new byte[] {(byte) 0xff});
    raw.put("U+FFFF in bytes", new byte[] {(byte) 0xef, (byte) 0xbf, (byte) 0xbf});
    return raw;
  }

  static List<Mistake> in(ObjectNode bundle) {
    List<Mistake> mistakes = new ArrayList<>();
    for (Element element : Elements.of(bundle)) {
      boolean text =
          element.definition() != null
              && List.of("string", "markdown", "uri", "code")
                  .contains(element.definition().getName())
              && element.in(bundle).isTextual();
      if (text) {
        ESCAPED.forEach((name, value) -> mistakes.add(escaped(element, name, value)));
      }
      if (element.kind().equals("Patient.name.family")) {
        RAW.forEach((name, bytes) -> mistakes.add(raw(element, name, bytes)));
        mistakes.addAll(acceptable(element));
      }
    }
    mistakes.addAll(ofTheWhole());
    return mistakes;
  }

  private static Mistake escaped(Element element, String name, String value) {
    Mistake marked =
        Mistake.inText(
            Kind.CHARACTERS,
            name + " in " + element.kind(),
            element.path(),
            json -> json.replace(MARK, value));
    return marked.also(tree -> mark(element, tree));
  }

  private static Mistake raw(Element element, String name, byte[] bytes) {
    Mistake marked =
        Mistake.inBytes(
            Kind.CHARACTERS,
            name + " in " + element.kind(),
            element.path(),
            json -> replaced(json, bytes));
    return marked.also(tree -> mark(element, tree));
  }

  private static void mark(Element element, ObjectNode tree) {
    element.put(tree, TextNode.valueOf(element.in(tree).asText() + MARK));
  }

  private static byte[] replaced(byte[] json, byte[] bytes) {
    String latin = new String(json, StandardCharsets.ISO_8859_1);
    int place = latin.indexOf(MARK);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(json, 0, place);
    out.writeBytes(bytes);
    out.write(json, place + MARK.length(), json.length - place - MARK.length());
    return out.toByteArray();
  }

  private static List<Mistake> acceptable(Element element) {
    String why = "they are characters, and nobody can tell what was meant";
    return List.of(
        text(element, "letters of another script", "Αθηνά 林 עברית").acceptable("it is a name"),
        text(element, "a face", "Ann \uD83D\uDE00").acceptable("it is a character"),
        text(element, "mojibake", "JosÃ© GarcÃ­a").acceptable(why + "; it is remarked"),
        text(element, "a replacement character", "Jos\uFFFD").acceptable(why + "; it is remarked"));
  }

  private static Mistake text(Element element, String name, String value) {
    return Mistake.of(
        Kind.CHARACTERS,
        name + " in " + element.kind(),
        element.path(),
        tree -> element.put(tree, TextNode.valueOf(value)));
  }

  private static List<Mistake> ofTheWhole() {
    return List.of(
        Mistake.inBytes(
            Kind.CHARACTERS,
            "the whole in UTF-16",
            null,
            json -> new String(json, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16)),
        Mistake.inText(Kind.CHARACTERS, "the end missing", null, json -> json.substring(0, 900)),
        Mistake.inText(Kind.CHARACTERS, "something behind the end", null, json -> json + "{}"),
        Mistake.inText(Kind.CHARACTERS, "a comma too many", null, json -> json + ","),
        Mistake.inText(Kind.CHARACTERS, "nothing", null, json -> ""),
        Mistake.inText(Kind.CHARACTERS, "a byte order mark", null, json -> "\uFEFF" + json)
            .acceptable("RFC 8259, 8.1, lets a reader pass over it"));
  }
}
