package org.openimr.fhir.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.fhir.json.Base64Text;

/**
 * The contents that a resource names, each with a mark in its place while the resource is written,
 * so that it can be found in what is written. What is marked is to be unmarked.
 */
public final class MarkedContents implements AutoCloseable {

  // both are written as base64 without padding, so that they can be found in the text
  private static final int SECRET = 12;
  private static final int NUMBER = 3;

  /** How many characters a mark has. */
  public static final int LENGTH = (SECRET + NUMBER) / 3 * 4;

  private final byte[] secret = new byte[SECRET];
  private final List<Place> places = new ArrayList<>();
  private final List<Runnable> back = new ArrayList<>();

  /**
   * Where a content stands.
   *
   * @param about the resource that names it, by reference
   * @param content the content
   */
  public record Place(String about, StoredContent content) {}

  private MarkedContents() {
    new SecureRandom().nextBytes(secret);
  }

  /** Marks the contents that a resource names, and those of the entries if it is a Bundle. */
  public static MarkedContents of(Resource resource) {
    MarkedContents marked = new MarkedContents();
    if (resource instanceof Bundle bundle) {
      for (BundleEntryComponent entry : bundle.getEntry()) {
        marked.mark(entry.getResource());
      }
    } else {
      marked.mark(resource);
    }
    return marked;
  }

  /** How many bytes each content has that a resource names. */
  public static List<Long> sizes(Resource resource) {
    return ContentElements.within(resource).stream()
        .flatMap(each -> each.content().stream())
        .map(StoredContent::bytes)
        .toList();
  }

  private void mark(Resource resource) {
    if (resource == null) {
      return;
    }
    for (ContentElement element : ContentElements.within(resource)) {
      StoredContent content = element.content().orElse(null);
      if (content != null) {
        String name = element.text();
        boolean lost = element.lost();
        element.put(mark(places.size()));
        back.add(() -> element.hold(name, lost));
        places.add(new Place(CaseFile.reference(resource), content));
      }
    }
  }

  private byte[] mark(int number) {
    byte[] mark = new byte[SECRET + NUMBER];
    System.arraycopy(secret, 0, mark, 0, SECRET);
    for (int i = 0; i < NUMBER; i++) {
      mark[SECRET + i] = (byte) (number >> (Byte.SIZE * (NUMBER - 1 - i)));
    }
    return mark;
  }

  /** The contents, in their order. */
  public List<Place> places() {
    return places;
  }

  /** How every mark begins, and nothing else does. */
  public String beginning() {
    return Base64.getEncoder().encodeToString(secret);
  }

  /** Which of the contents a mark stands for, from 0. */
  public int number(String mark) {
    byte[] bytes = Base64.getDecoder().decode(mark);
    int number = 0;
    for (int i = SECRET; i < bytes.length; i++) {
      number = number << Byte.SIZE | bytes[i] & 0xff;
    }
    return number;
  }

  /**
   * Puts the contents in the place of their marks in what was written.
   *
   * @param tree the resource as JSON, which is changed
   * @param contents where they are read
   */
  public void fill(JsonNode tree, KeptContents contents) {
    if (places.isEmpty()) {
      return;
    }
    String beginning = beginning();
    if (tree instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> property : object.properties()) {
        property.setValue(filled(property.getValue(), beginning, contents));
      }
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, filled(array.get(i), beginning, contents));
      }
    }
  }

  private JsonNode filled(JsonNode value, String beginning, KeptContents contents) {
    if (value.isContainerNode()) {
      fill(value, contents);
    } else if (value instanceof TextNode text && text.textValue().startsWith(beginning)) {
      Place place = places.get(number(text.textValue()));
      return new Base64Text(sink -> contents.read(place.about(), place.content(), sink));
    }
    return value;
  }

  /** Takes the marks away. */
  @Override
  public void close() {
    back.forEach(Runnable::run);
    back.clear();
  }
}
