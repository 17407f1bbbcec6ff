package net.minitrail.lab.scenario;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes outcomes in the XML form that CI systems read: a suite a lab, a case a step. */
public final class JunitReport {
    private JunitReport() {}

    /** Replaces {@code file}. */
    public static void write(Path file, Map<String, List<StepOutcome>> labs) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            for (Map.Entry<String, List<StepOutcome>> lab : labs.entrySet()) {
                suite(xml, lab.getKey(), lab.getValue());
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static void suite(XMLStreamWriter xml, String lab, List<StepOutcome> steps) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", lab);
        xml.writeAttribute("tests", Integer.toString(steps.size()));
        xml.writeAttribute("failures", Long.toString(count(steps, StepOutcome.Result.FAILED)));
        xml.writeAttribute("skipped", Long.toString(count(steps, StepOutcome.Result.SKIPPED)));
        xml.writeAttribute(
                "time", seconds(steps.stream().mapToDouble(StepOutcome::seconds).sum()));
        for (StepOutcome step : steps) {
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", lab);
            xml.writeAttribute("name", step.title());
            xml.writeAttribute("time", seconds(step.seconds()));
            if (step.result() != StepOutcome.Result.PASSED) {
                boolean failed = step.result() == StepOutcome.Result.FAILED;
                xml.writeStartElement(failed ? "failure" : "skipped");
                String detail = step.detail().replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?"); // not in XML 1.0
                xml.writeAttribute("message", detail.lines().findFirst().orElse(""));
                xml.writeCharacters(detail);
                xml.writeEndElement();
            }
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static long count(List<StepOutcome> steps, StepOutcome.Result result) {
        return steps.stream().filter(step -> step.result() == result).count();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
