package org.openimr.server.wrong;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.hapi.fluentpath.FhirPathR4;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;

/** What an answer blames, held against what was sent. */
final class Blame {

  private static final FhirContext CONTEXT = FhirContext.forR4Cached();
  private static final FhirPathR4 FHIR_PATH = new FhirPathR4(CONTEXT);
  private static final Pattern STEP = Pattern.compile("([A-Za-z]+)(?:\\[(\\d+)])?");

  private static final Pattern OF_TYPE = Pattern.compile("\\.ofType\\(\\w+\\)");

  private final JsonNode sent;
  private Bundle parsed;

  /** Looks at a body as it was sent; one that is no JSON has no places. */
  Blame(ObjectNode sent) {
    this.sent = sent;
  }

  /** Whether an expression is FHIRPath and leads to something that was sent, or to its parent. */
  boolean leadsSomewhere(String expression) {
    try {
      FHIR_PATH.parse(expression);
    } catch (Exception notFhirPath) {
      return false;
    }
    return exists(expression) || exists(parent(expression));
  }

  private boolean exists(String expression) {
    return walk(expression) || evaluates(expression);
  }

  private boolean evaluates(String expression) {
    try {
      return !FHIR_PATH.evaluate(parsed(), expression, Base.class).isEmpty();
    } catch (RuntimeException unreadable) {
      return false;
    }
  }

  private Bundle parsed() {
    if (parsed == null) {
      IParser parser = CONTEXT.newJsonParser();
      parser.setParserErrorHandler(new LenientErrorHandler(false).disableAllErrors());
      try {
        parsed = parser.parseResource(Bundle.class, sent.toString());
      } catch (DataFormatException unreadable) {
        parsed = new Bundle();
      }
    }
    return parsed;
  }

  /** Follows a plain path through the JSON, which also works where a value is of another type. */
  private boolean walk(String expression) {
    String[] steps = expression.split("\\.");
    JsonNode here = steps[0].equals("Bundle") ? sent : null;
    for (int i = 1; here != null && i < steps.length; i++) {
      Matcher step = STEP.matcher(steps[i]);
      here = step.matches() ? step(here, step) : null;
    }
    return here != null;
  }

  private static JsonNode step(JsonNode from, Matcher step) {
    JsonNode holder = from.isArray() && from.size() == 1 ? from.get(0) : from;
    JsonNode found = holder.get(step.group(1));
    for (Iterator<Map.Entry<String, JsonNode>> fields = holder.fields();
        found == null && fields.hasNext(); ) {
      Map.Entry<String, JsonNode> field = fields.next();
      // an element of several types is called by its type as well in JSON
      found = field.getKey().matches(step.group(1) + "[A-Z]\\w*") ? field.getValue() : null;
    }
    if (found == null || step.group(2) == null) {
      return found;
    }
    int index = Integer.parseInt(step.group(2));
    return found.isArray() ? found.get(index) : index == 0 ? found : null;
  }

  private static String parent(String expression) {
    int dot = expression.lastIndexOf('.');
    return dot < 0 ? expression : expression.substring(0, dot);
  }

  /** Whether an expression blames a place: the place itself, what it holds, or its parent. */
  static boolean meets(String expression, String place) {
    String blamed = OF_TYPE.matcher(expression).replaceAll("");
    return within(blamed, place) || within(place, blamed) && depth(place) - depth(blamed) <= 1;
  }

  private static boolean within(String inner, String outer) {
    return inner.equals(outer) || inner.startsWith(outer + ".") || inner.startsWith(outer + "[");
  }

  private static long depth(String expression) {
    return expression.chars().filter(each -> each == '.').count();
  }
}
