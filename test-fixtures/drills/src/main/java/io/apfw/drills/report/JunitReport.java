package io.apfw.drills.report;

import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results in the XML that JUnit made and that build servers read. */
public final class JunitReport {
  private JunitReport() {}

  /** One test suite, one test case for each scenario; times are the scenario's. */
  public static String of(List<Played> all) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("1.0");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", "drill");
      xml.writeAttribute("tests", Integer.toString(all.size()));
      xml.writeAttribute(
          "failures", Long.toString(all.stream().filter(played -> !played.passed()).count()));
      for (Played played : all) {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "drill");
        xml.writeAttribute("name", played.name());
        xml.writeAttribute("time", Double.toString(played.lasted().toMillis() / 1e3));
        if (!played.passed()) {
          xml.writeStartElement("failure");
          xml.writeAttribute("message", played.failed().size() + " APs failed; " + played.how());
          xml.writeCharacters(
              played.failed().stream()
                  .flatMap(story -> story.failures().stream().map(it -> story.ap() + ": " + it))
                  .collect(Collectors.joining("\n")));
          xml.writeEndElement();
        }
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("XML in memory", e);
    }
    return text + "\n";
  }
}
