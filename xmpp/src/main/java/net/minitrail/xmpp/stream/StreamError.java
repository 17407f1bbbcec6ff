package net.minitrail.xmpp.stream;

import java.util.Locale;

/** The conditions of RFC 6120 section 4.9.3 that we send. */
public enum StreamError {
    BAD_FORMAT,
    CONFLICT,
    CONNECTION_TIMEOUT,
    HOST_UNKNOWN,
    IMPROPER_ADDRESSING,
    INVALID_FROM,
    INVALID_NAMESPACE,
    NOT_AUTHORIZED,
    NOT_WELL_FORMED,
    POLICY_VIOLATION,
    RESOURCE_CONSTRAINT,
    RESTRICTED_XML,
    SYSTEM_SHUTDOWN,
    UNSUPPORTED_ENCODING,
    UNSUPPORTED_VERSION;

    /** The element's name: {@code not-well-formed}. */
    public String condition() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The error as XML, to be followed by the closing tag of the stream. */
    public String toXml() {
        return "<stream:error><" + condition() + " xmlns=\"" + StreamXml.ERROR_NAMESPACE + "\"/></stream:error>";
    }
}
