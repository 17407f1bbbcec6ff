package net.minitrail.lab.topology;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;

/** Reads lab files: all mistakes at once, or a lab that is right. */
public final class LabReader {
    private static final Supplier<CompletableFuture<LabSchema>> SCHEMA =
            Suppliers.memoize(() -> CompletableFuture.supplyAsync(LabSchema::load));

    private LabReader() {}

    /** Begins to load what files are held against, while the caller does something else. */
    public static void prepare() {
        var unused = SCHEMA.get();
    }

    /**
     * Reads and checks a file.
     *
     * @throws LabFileException with every mistake, if there are any
     * @throws LabException if the file cannot be read
     */
    public static Lab read(Path file) {
        String text;
        try {
            if (Files.size(file) > YamlTreeReader.MAX_CHARS) {
                throw new LabException(
                        ErrorCode.TOO_LARGE, file + ": larger than " + YamlTreeReader.MAX_CHARS + " octets");
            }
            text = Files.readString(file);
        } catch (IOException e) {
            throw new LabException(ErrorCode.UNREADABLE_FILE, file + ": cannot be read: " + e, null, e);
        }
        return read(file, text);
    }

    /** Reads and checks text as if it stood in {@code file}. */
    public static Lab read(Path file, String text) {
        CompletableFuture<LabSchema> schema = SCHEMA.get();
        YamlTree tree = YamlTreeReader.read(file.toString(), text);
        Path directory = file.toAbsolutePath().getParent();
        Findings findings = new Findings(tree);
        if (tree.root().isObject()) {
            new NodeChecks(findings, directory == null ? Path.of(".") : directory).run();
            new GuestChecks(findings).run();
            new PolicyChecks(findings).run();
            new StepChecks(findings).run();
        }
        findings.addAll(schema.join().check(tree));
        if (!findings.problems().isEmpty()) {
            throw new LabFileException(file.toString(), findings.problems());
        }
        return new LabBuilder(tree, file)
                .build(Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString());
    }

    /** The lines of a lab file's top level that a list shows: its name and what it is about, without any check. */
    public static ImmutableMap<String, String> headline(Path file) {
        try {
            var root =
                    YamlTreeReader.read(file.toString(), Files.readString(file)).root();
            return ImmutableMap.of(
                    "name", root.path("name").asString(""),
                    "about", root.path("about").asString("").strip());
        } catch (IOException e) {
            throw new LabException(ErrorCode.UNREADABLE_FILE, file + ": cannot be read: " + e, null, e);
        }
    }
}
