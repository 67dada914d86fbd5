package org.openimr.server.audit;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Bundle.BundleEntryRequestComponent;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * What a request or an entry of a bundle asks for, read from method and address alone: so it can be
 * told of requests that come no further.
 *
 * @param interaction a code of FHIR's {@code restful-interaction}; {@code other} for what is none
 * @param type resource type that is served; empty at system level and for any other text
 * @param id id of the resource; empty if none, or if the text cannot be one
 * @param version version asked for; else empty
 * @param operation name with its dollar sign; else empty
 */
record Asked(String interaction, String type, String id, String version, String operation) {

  static final String OTHER = "other";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Pattern OPERATION = Pattern.compile("\\$[A-Za-z-]{1,60}");

  /** Reads an address below the base, without its query. */
  static Asked of(String method, String path, boolean page) {
    List<String> steps =
        Arrays.stream(path.split("/")).filter(step -> !step.isEmpty()).limit(6).toList();
    String last = steps.isEmpty() ? "" : steps.get(steps.size() - 1);
    String type = steps.isEmpty() ? "" : served(steps.get(0));
    boolean unknown = type.isEmpty() && !steps.isEmpty() && !special(steps.get(0));
    if (unknown) {
      return new Asked(OTHER, "", "", "", "");
    }
    String id = steps.size() > 1 && !special(steps.get(1)) ? matching(ID, steps.get(1)) : "";
    if (last.startsWith("$")) {
      return new Asked("operation", type, id, "", matching(OPERATION, last));
    }
    boolean read = method.equals("GET") || method.equals("HEAD");
    if (read || last.equals("_search")) {
      String version = steps.size() > 3 ? matching(ID, steps.get(3)) : "";
      return new Asked(page ? "search-type" : read(steps, last), type, id, version, "");
    }
    return new Asked(write(method, steps), type, id, "", "");
  }

  static Asked of(BundleEntryRequestComponent request) {
    String url = request.getUrl() == null ? "" : request.getUrl();
    String method = request.getMethod() == null ? "" : request.getMethod().toCode();
    return of(method, url.split("\\?", 2)[0], false);
  }

  private static boolean special(String step) {
    return step.startsWith("$") || step.startsWith("_");
  }

  private static String served(String step) {
    return ServedTypes.ALL.contains(step) ? step : "";
  }

  private static String matching(Pattern pattern, String text) {
    return pattern.matcher(text).matches() ? text : "";
  }

  private static String read(List<String> steps, String last) {
    if (last.equals("_history")) {
      return steps.size() == 1
          ? "history-system"
          : steps.size() == 2 ? "history-type" : "history-instance";
    }
    if (steps.isEmpty() || steps.get(0).equals("_search")) {
      return "search-system";
    }
    if (steps.size() == 1 || last.equals("_search")) {
      return "search-type";
    }
    return steps.size() > 3 && steps.get(2).equals("_history") ? "vread" : "read";
  }

  private static String write(String method, List<String> steps) {
    return switch (method) {
      case "POST" -> steps.isEmpty() ? "transaction" : "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> OTHER;
    };
  }

  boolean isOperation() {
    return interaction.equals("operation");
  }

  boolean isBundle() {
    return interaction.equals("transaction");
  }

  boolean isSearch() {
    return interaction.startsWith("search-");
  }

  boolean isWrite() {
    return List.of("create", "update", "patch", "delete").contains(interaction);
  }

  /** The resource asked for; empty if it names none. */
  String reference() {
    return type.isEmpty() || id.isEmpty() ? "" : type + "/" + id;
  }
}
