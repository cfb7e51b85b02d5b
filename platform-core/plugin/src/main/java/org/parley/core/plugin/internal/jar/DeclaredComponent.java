// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.jar;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A Declarative Services component as the jar declares it: known without running any of its code,
 * so that a guard whose plugin does not start still counts as a guard.
 *
 * @param services interfaces it provides
 * @param properties its properties as text, by name; several values in order
 */
public record DeclaredComponent(
    String name, List<String> services, Map<String, List<String>> properties) {

  /** Reads one component description. */
  static DeclaredComponent read(byte[] xml) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newInstance();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
    String name = null;
    List<String> services = new ArrayList<>();
    Map<String, List<String>> properties = new LinkedHashMap<>();
    while (reader.hasNext()) {
      if (reader.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (reader.getLocalName()) {
        case "component" -> name = reader.getAttributeValue(null, "name");
        case "implementation" ->
            name = name == null ? reader.getAttributeValue(null, "class") : name;
        case "provide" -> services.add(reader.getAttributeValue(null, "interface"));
        case "property" -> {
          String property = reader.getAttributeValue(null, "name");
          String value = reader.getAttributeValue(null, "value");
          String values = value == null ? reader.getElementText() : value;
          properties.put(
              property, values.lines().map(String::strip).filter(s -> !s.isEmpty()).toList());
        }
        default -> {}
      }
    }
    return new DeclaredComponent(name, services, properties);
  }
}
