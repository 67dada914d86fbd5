package org.openimr.fhir.body;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Looks at a body in XML. */
final class XmlBody {

  private static final XMLInputFactory XML = factory();

  private final FhirContext context;
  private final BodyFaults faults;
  private final Deque<Open> open = new ArrayDeque<>();

  /**
   * An element whose end is not read yet.
   *
   * @param path its FHIRPath; empty for what only stands around a resource
   * @param type what it holds; null for a resource or for what is not looked into
   * @param opaque whether what it holds is not looked into
   */
  private record Open(
      String path,
      BaseRuntimeElementDefinition<?> type,
      boolean opaque,
      Map<String, Integer> counts) {

    Open(String path, BaseRuntimeElementDefinition<?> type, boolean opaque) {
      this(path, type, opaque, new HashMap<>());
    }
  }

  XmlBody(FhirContext context, BodyFaults faults) {
    this.context = context;
    this.faults = faults;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  void read(byte[] body) {
    try {
      XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(body));
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.DTD -> {
            faults.documentType();
            return;
          }
          case XMLStreamConstants.START_ELEMENT -> start(reader);
          case XMLStreamConstants.END_ELEMENT -> open.pop();
          default -> {
            // text stands only within narratives
          }
        }
      }
    } catch (XMLStreamException illFormed) {
      String path = open.isEmpty() || open.peek().path().isEmpty() ? null : open.peek().path();
      Location at = illFormed.getLocation();
      if (at == null) {
        // bytes that are no text have no line
        faults.noText(path);
      } else {
        faults.illFormed(path, at.getLineNumber(), at.getColumnNumber());
      }
    }
  }

  private void start(XMLStreamReader reader) {
    String name = reader.getLocalName();
    Open parent = open.peek();
    if (parent == null || parent.type() == null && !parent.opaque()) {
      open.push(resource(parent == null ? "" : parent.path(), name));
    } else if (parent.opaque()) {
      open.push(parent);
    } else {
      open.push(element(reader, parent, name));
    }
  }

  private Open resource(String path, String type) {
    if (!context.getResourceTypes().contains(type)) {
      faults.unknownType(path.isEmpty() ? null : path, type);
      return new Open(path, null, true);
    }
    return new Open(path.isEmpty() ? type : path, context.getResourceDefinition(type), false);
  }

  private Open element(XMLStreamReader reader, Open parent, String name) {
    ExpectedElement expected = ExpectedElement.in(parent.type(), name, context);
    if (expected == null) {
      faults.unknownElement(parent.path(), name);
      return new Open(parent.path(), null, true);
    }
    int before = parent.counts().merge(expected.name(), 1, Integer::sum) - 1;
    String path =
        parent.path() + "." + expected.name() + (expected.repeats() ? "[" + before + "]" : "");
    if (before > 0 && !expected.repeats()) {
      faults.repeated(path, name);
    }
    boolean narrative = name.equals("div");
    if (!narrative) {
      attributes(reader, name, expected, path);
    }
    return expected.resource()
        ? new Open(path, null, false)
        : new Open(path, expected.type(), narrative);
  }

  private void attributes(
      XMLStreamReader reader, String name, ExpectedElement expected, String path) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String attribute = reader.getAttributeLocalName(i);
      String value = reader.getAttributeValue(i);
      if (attribute.equals("value") && expected.primitive()) {
        if (!Characters.storable(value)) {
          faults.badCharacters(path);
        } else if (!expected.allows(value)) {
          faults.badValue(path, name);
        }
      } else if (!attribute.equals("id")
          && !(attribute.equals("url") && name.endsWith("xtension"))) {
        faults.unknownAttribute(path, attribute);
      }
    }
  }
}
