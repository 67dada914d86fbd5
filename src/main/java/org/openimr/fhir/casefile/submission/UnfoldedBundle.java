package org.openimr.fhir.casefile.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A submission in which the entries of Bundles within the Bundle, such as a Da Vinci PAS request
 * and its response, stand among its own.
 *
 * <p>What several of them hold stands there once, see {@link EntriesOnce}. A Bundle without others
 * in it is taken as it is.
 */
public final class UnfoldedBundle {

  private static final Pattern ENTRY = Pattern.compile("Bundle\\.entry\\[(\\d{1,9})]");

  private final EntriesOnce entries = new EntriesOnce();
  private final List<String> shellPaths = new ArrayList<>();
  private final List<ObjectNode> shells = new ArrayList<>();
  private final ObjectNode tree;

  /** Unfolds a Bundle, which itself stays as it is. */
  public UnfoldedBundle(ObjectNode bundle) {
    if (!(bundle.path("entry") instanceof ArrayNode sent) || !nested(sent)) {
      this.tree = bundle;
      return;
    }
    for (int i = 0; i < sent.size(); i++) {
      String path = "Bundle.entry[" + i + "]";
      if (sent.get(i).path("resource") instanceof ObjectNode resource && isBundle(resource)) {
        unfold(resource, path + ".resource");
      } else {
        entries.add(path, 0, sent.get(i));
      }
    }
    this.tree = shell(bundle);
    this.tree.set("entry", entries.written());
  }

  /** The Bundle with all entries in one list. */
  public ObjectNode tree() {
    return tree;
  }

  /** The Bundles that stood within the submission, each without its entries. */
  public List<ObjectNode> shells() {
    return shells;
  }

  /** A path for a shell that {@link #asSent} understands: as if it were one more entry. */
  public String path(int shell) {
    return "Bundle.entry[" + (entries.size() + shell) + "]";
  }

  /** Says of a FHIRPath or a sentence about {@link #tree()} where its entries stood when sent. */
  public String asSent(String text) {
    if (shells.isEmpty() || text == null) {
      return text;
    }
    return ENTRY
        .matcher(text)
        .replaceAll(
            found -> {
              int index = Integer.parseInt(found.group(1));
              int shell = index - entries.size();
              return Matcher.quoteReplacement(
                  shell < 0
                      ? entries.path(index)
                      : shell < shells.size() ? shellPaths.get(shell) : found.group());
            });
  }

  private static boolean nested(ArrayNode entries) {
    for (JsonNode entry : entries) {
      if (entry.path("resource") instanceof ObjectNode resource && isBundle(resource)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBundle(ObjectNode resource) {
    return resource.path("resourceType").asText().equals("Bundle");
  }

  private void unfold(ObjectNode bundle, String path) {
    shellPaths.add(path);
    shells.add(shell(bundle));
    if (bundle.path("entry") instanceof ArrayNode inner) {
      for (int i = 0; i < inner.size(); i++) {
        entries.add(path + ".entry[" + i + "]", shells.size(), inner.get(i));
      }
    }
  }

  private static ObjectNode shell(ObjectNode bundle) {
    ObjectNode shell = bundle.objectNode();
    bundle
        .fields()
        .forEachRemaining(
            field -> {
              if (!field.getKey().equals("entry") || !field.getValue().isArray()) {
                shell.set(field.getKey(), field.getValue());
              }
            });
    return shell;
  }
}
