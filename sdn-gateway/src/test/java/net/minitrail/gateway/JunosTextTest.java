package net.minitrail.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.minitrail.net.runtime.ConfigException;
import net.minitrail.net.runtime.NodeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JunosTextTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path directory;

    private String error(String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("gw.yml"), yaml);
        var error = assertThrows(
                ConfigException.class, () -> JunosText.read(NodeConfig.read(file, GatewayNodeConfig.class), file));
        return String.valueOf(error.getMessage()).replace(directory + "/", "");
    }

    @Test
    void an_error_in_the_block_is_positioned_in_the_file() throws IOException {
        assertEquals(
                "gw.yml:5:7: config: syntax error at 'routing-optoins' (did you mean 'routing-options'?)", error("""
                        name: g
                        address: 127.0.1.1
                        config: |
                          set system host-name g
                          set routing-optoins autonomous-system 1
                        """));
    }

    @Test
    void an_error_in_another_file_is_positioned_there() throws IOException {
        Files.writeString(directory.resolve("gw.conf"), "system {\n    host-nam x;\n}\n");

        assertEquals(
                "gw.conf:2:5: config: syntax error at 'host-nam' (did you mean 'host-name'?)",
                error("name: g\naddress: 127.0.1.1\nconfig-file: gw.conf\n"));
        assertTrue(
                error("name: g\naddress: 127.0.1.1\nconfig-file: none.conf\n").contains("cannot be read"));
    }

    @Test
    void what_cannot_be_committed_does_not_start() throws IOException {
        assertTrue(error("""
                        name: g
                        address: 127.0.1.1
                        config: |
                          set routing-instances a instance-type vrf
                        """).contains("missing mandatory statement: 'route-distinguisher'"));
    }
}
