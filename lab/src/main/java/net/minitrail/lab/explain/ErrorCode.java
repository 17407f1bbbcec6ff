package net.minitrail.lab.explain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every error that the command line reports, with the exit status of the contract and the text of {@code explain}. */
public enum ErrorCode {
    NOT_YAML("LAB-1101", 3, "The file is not YAML 1.2. Tabs may not indent; values with ': ' or ' #' need quotes."),
    DUPLICATE_KEY(
            "LAB-1102", 3, "A key stands twice in one map. YAML keeps one of them silently, so both are refused."),
    TOO_LARGE("LAB-1103", 3, "The file is larger, deeper or more aliased than a lab file may be (1 MiB, 32 levels)."),
    UNREADABLE_FILE("LAB-1104", 3, "A file that the lab needs cannot be read."),
    UNKNOWN_KEY("LAB-1201", 3, "The key means nothing at this place. The keys of each place are in lab.schema.json."),
    WRONG_TYPE("LAB-1202", 3, "The value has another type than the key wants, such as a text where a list belongs."),
    MISSING_KEY("LAB-1203", 3, "A key that has no default is missing."),
    NOT_ALLOWED("LAB-1204", 3, "The value is not one of the words that the key accepts."),
    BAD_FORM("LAB-1205", 3, "The value does not have the form or lies outside the range that the key asks for."),
    DANGLING_NAME("LAB-1301", 3, "A name refers to a node, network or guest that the file does not define."),
    ADDRESS_TWICE("LAB-1302", 3, "Two nodes, or two guests of one network, carry the same address."),
    OUTSIDE_SUBNET("LAB-1303", 3, "A guest's address lies outside the subnet of its network."),
    RESERVED_ADDRESS("LAB-1304", 3, "The address is the network's, its broadcast, its gateway's or its DNS service's."),
    BAD_ROUTE_TARGET("LAB-1305", 3, "A route target is target:AS:NUMBER or target:A.B.C.D:NUMBER, in eight octets."),
    ID_TWICE("LAB-1306", 3, "Two ports carry the same id; a port's id names its tap interface and its MAC address."),
    BAD_ADDRESS("LAB-1307", 3, "Not an IPv4 or IPv6 address, a prefix without host bits, a MAC address or a UUID."),
    KEY_OF_OTHER_KIND("LAB-1308", 3, "The key exists, though not for a node of this kind."),
    WRONG_KIND("LAB-1309", 3, "The node exists, though its kind cannot play this role: guests live on vrouter-agents."),
    BAD_GATEWAY_CONFIG("LAB-1310", 3, "The gateway's configuration text has an error at the line that is named."),
    BAD_STEP("LAB-1312", 3, "A step is either an 'expect' with something to look at, or a 'do' with something to do."),
    USAGE("LAB-2001", 2, "The command line is not understood; '--help' after any command prints its form."),
    NO_SUCH_LAB("LAB-2101", 6, "Neither a built-in lab, nor a file, nor a running lab has this name; see 'labs'."),
    NO_SUCH_NODE("LAB-2102", 6, "The running lab has no node or guest of this name; see 'status'."),
    NOT_RUNNING("LAB-2103", 6, "The lab is not running; 'up' starts it."),
    AMBIGUOUS_LAB("LAB-2104", 2, "Several labs are running; '-n LAB' says which one is meant."),
    NO_SUCH_TABLE("LAB-2105", 6, "The node has no table, VRF or interface of this name."),
    NO_SUCH_CODE("LAB-2106", 6, "No error has this code."),
    NODE_IS_EXTERNAL("LAB-2107", 6, "The lab does not run an external node: whoever does can ask, signal or start it."),
    NODE_DID_NOT_START("LAB-3001", 4, "A node's process ended, or did not report that it listens; its log says why."),
    NOT_CONVERGED("LAB-3002", 4, "Sessions or routes did not settle in time; the line names what is still missing."),
    CONFIG_REFUSED("LAB-3003", 4, "A node refused the configuration that the lab file asks for."),
    NO_FREE_LOOPBACK("LAB-3004", 4, "No loopback address is free for the lab: others listen on its ports."),
    LAB_DIFFERS("LAB-3005", 4, "A lab of this name runs already, from another file; take it down first."),
    NODE_UNREACHABLE("LAB-4001", 6, "The node's control endpoint does not answer; the process may have ended."),
    COMMAND_REFUSED("LAB-4002", 6, "The node does not accept the request; its answer is quoted."),
    STEP_FAILED("LAB-4101", 1, "An expectation of the lab file was not met in time."),
    MACHINE_LACKS("LAB-5001", 5, "The machine lacks a program or a right that the lab needs."),
    INTERNAL("LAB-9001", 70, "A fault of minitrail itself; '-vv' prints where.");

    private final String code;
    private final int exitStatus;
    private final String explanation;

    ErrorCode(String code, int exitStatus, String explanation) {
        this.code = code;
        this.exitStatus = exitStatus;
        this.explanation = explanation;
    }

    public String code() {
        return code;
    }

    public int exitStatus() {
        return exitStatus;
    }

    public String explanation() {
        return explanation;
    }

    /** The error with this code, in any case, {@code lab-1301} or only {@code 1301}. */
    public static Optional<ErrorCode> find(String code) {
        String wanted = code.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(error -> error.code.equals(wanted) || error.code.equals("LAB-" + wanted))
                .findFirst();
    }
}
