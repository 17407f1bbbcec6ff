package net.minitrail.controller.config;

import com.google.common.collect.ImmutableSet;
import java.util.UUID;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import net.minitrail.net.MacAddress;
import net.minitrail.net.RouteTarget;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A single value: {@code bool}, {@code string}, {@code int LOW..HIGH}, {@code as}, {@code hold-time}, {@code address},
 * {@code prefix}, {@code mac}, {@code uuid}, {@code route-target}, or one of several words written {@code one|other}.
 *
 * @param name the description as it stands in the table
 */
record ScalarShape(String name, Rule rule) implements Shape {

    /** Answers what was expected of a value that does not fit, else null. */
    interface Rule {
        @Nullable
        String problem(JsonNode value);
    }

    /** A parser that refuses by an IllegalArgumentException. */
    private interface Parser {
        Object parse(String text);
    }

    static ScalarShape named(String name) {
        if (name.startsWith("int")) {
            return new ScalarShape(name, integer(name));
        }
        return new ScalarShape(
                name,
                switch (name) {
                    case "bool" -> value -> value.isBoolean() ? null : "true or false";
                    case "string", "secret" -> value -> value.isString() ? null : "a text";
                    case "as" -> ScalarShape::autonomousSystem;
                    case "hold-time" -> ScalarShape::holdTime;
                    case "address" -> parsed("an address", IpAddress::parse);
                    case "prefix" -> parsed("a prefix", IpPrefix::parse);
                    case "mac" -> parsed("a MAC address", MacAddress::parse);
                    case "uuid" -> parsed("a uuid", UUID::fromString);
                    case "route-target" -> parsed("a route target", ScalarShape::routeTarget);
                    default -> oneOf(ImmutableSet.copyOf(name.split("\\|", -1)));
                });
    }

    /** Parses a route target; an administrator of AS 0 is no AS (RFC 7607), though the octets would hold it. */
    static RouteTarget routeTarget(String text) {
        RouteTarget target = RouteTarget.parse(text);
        if (text.startsWith("target:0:") || text.startsWith("target:0L:") || text.startsWith("target:0.0.0.0:")) {
            throw new IllegalArgumentException("'" + text + "': administrator 0 is reserved");
        }
        return target;
    }

    @Override
    public void check(String path, JsonNode value) {
        String expected = rule.problem(value);
        if (expected != null) {
            throw Rejected.invalid(
                    path,
                    "found " + (name.equals("secret") ? "a value" : Shape.found(value)) + " (expected " + expected
                            + ")");
        }
    }

    private static Rule integer(String name) {
        if (name.equals("int")) {
            return value -> value.isIntegralNumber() ? null : "a whole number";
        }
        String[] bounds = name.substring(4).split("\\.\\.", 2);
        long low = Long.parseLong(bounds[0]);
        long high = Long.parseLong(bounds[1]);
        return value -> within(value, low, high) ? null : "a whole number of " + low + " to " + high;
    }

    private static boolean within(JsonNode value, long low, long high) {
        return value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= low
                && value.longValue() <= high;
    }

    private static @Nullable String autonomousSystem(JsonNode value) {
        boolean usable = within(value, 1, 0xFFFF_FFFFL) && value.longValue() != 23_456;
        return usable ? null : "an AS number of 1 to 4294967295 other than 23456, RFC 7607 and RFC 6793";
    }

    private static @Nullable String holdTime(JsonNode value) {
        boolean usable = within(value, 3, 65_535) || within(value, 0, 0);
        return usable ? null : "0 or 3 to 65535 seconds, RFC 4271 section 4.2";
    }

    private static Rule parsed(String what, Parser parser) {
        return value -> {
            if (!value.isString()) {
                return what;
            }
            try {
                parser.parse(value.stringValue());
                return null;
            } catch (IllegalArgumentException e) {
                return what + "; " + e.getMessage();
            }
        };
    }

    private static Rule oneOf(ImmutableSet<String> words) {
        return value -> value.isString() && words.contains(value.stringValue()) ? null : String.join(" or ", words);
    }
}
