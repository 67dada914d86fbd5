package org.openimr.server.door;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.openimr.server.http.HeldBody;

/** A request whose parameters are those given, and that has only the headers meant for us. */
final class PlainRequest extends HttpServletRequestWrapper {

  /** Headers by which HAPI's clients steer its store; none is part of this interface. */
  private static final Set<String> OF_HAPI =
      lowerCase(
          "Content-Location",
          "X-Cascade",
          "X-Meta-Snapshot-Mode",
          "X-Progress",
          "X-Request-Partition-IDs",
          "X-Request-Source",
          "X-Retry-On-Version-Conflict",
          "X-Rewrite-History",
          "X-Upsert-Extistence-Check");

  private final Map<String, String[]> parameters = new LinkedHashMap<>();
  private final byte[] form;
  private final String query;

  /**
   * A request.
   *
   * @param given its parameters, from address and form
   * @param form its body if that is a form; else null
   * @param query the query of its address; null for none
   */
  PlainRequest(
      HttpServletRequest request, Map<String, List<String>> given, byte[] form, String query) {
    super(request);
    this.query = query;
    given.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
    this.form = form;
  }

  private static Set<String> lowerCase(String... names) {
    return Arrays.stream(names)
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Collections.unmodifiableMap(parameters);
  }

  @Override
  public String getQueryString() {
    return query;
  }

  @Override
  public String[] getParameterValues(String name) {
    return parameters.get(name);
  }

  @Override
  public String getParameter(String name) {
    String[] values = parameters.get(name);
    return values == null ? null : values[0];
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }

  @Override
  public String getHeader(String name) {
    Enumeration<String> values = getHeaders(name);
    return values.hasMoreElements() ? values.nextElement() : null;
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return Collections.enumeration(
        Collections.list(super.getHeaders(name)).stream()
            .map(value -> seen(name.toLowerCase(Locale.ROOT), value))
            .filter(value -> value != null)
            .toList());
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    Set<String> names = new TreeSet<>(Collections.list(super.getHeaderNames()));
    names.removeIf(name -> !getHeaders(name).hasMoreElements());
    return Collections.enumeration(names);
  }

  /** What is left of a header; null for nothing. */
  private static String seen(String name, String value) {
    if (OF_HAPI.contains(name)) {
      return null;
    }
    return switch (name) {
      case "accept" -> accepted(value);
      case "cache-control" -> listed(value, directive -> !directive.contains("max-results"));
      case "if-modified-since" -> date(value) ? value : null;
      default -> value;
    };
  }

  /** Without the formats that HAPI would take and this server cannot write, if there are others. */
  private static String accepted(String value) {
    String left = listed(value, type -> !Formats.foreign(Formats.mediaType(type)));
    return left == null ? value : left;
  }

  private static String listed(String value, Predicate<String> kept) {
    String left =
        Arrays.stream(value.split(","))
            .map(String::strip)
            .filter(kept)
            .collect(Collectors.joining(", "));
    return left.isEmpty() ? null : left;
  }

  /** RFC 9110, 13.1.3: a date that is not valid is ignored. */
  private static boolean date(String value) {
    try {
      DateTimeFormatter.RFC_1123_DATE_TIME.parse(value);
      return true;
    } catch (DateTimeParseException invalid) {
      return false;
    }
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return form == null ? super.getInputStream() : new HeldBody(form);
  }

  @Override
  public BufferedReader getReader() throws IOException {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }
}
