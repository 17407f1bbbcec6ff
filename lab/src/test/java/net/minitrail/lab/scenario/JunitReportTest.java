package net.minitrail.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class JunitReportTest {
    @TempDir
    private Path directory;

    @Test
    void a_lab_is_a_suite_and_a_step_a_case() throws Exception {
        Path file = directory.resolve("report.xml");
        JunitReport.write(
                file,
                Map.of(
                        "lab",
                        List.of(
                                new StepOutcome("a < b", 3, StepOutcome.Result.PASSED, 0.25, ""),
                                new StepOutcome("c", 4, StepOutcome.Result.FAILED, 5, "expected: x\u0001\nfound: y"),
                                new StepOutcome("d", 5, StepOutcome.Result.SKIPPED, 0, "an earlier 'do' failed"))));

        Document report =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        Element suite = (Element) report.getElementsByTagName("testsuite").item(0);
        assertEquals("3", suite.getAttribute("tests"));
        assertEquals("1", suite.getAttribute("failures"));
        assertEquals("1", suite.getAttribute("skipped"));
        Element first = (Element) report.getElementsByTagName("testcase").item(0);
        assertEquals("a < b", first.getAttribute("name"));
        Element failure = (Element) report.getElementsByTagName("failure").item(0);
        assertEquals("expected: x?\nfound: y", failure.getTextContent());
    }
}
