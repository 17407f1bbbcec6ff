package net.minitrail.net.runtime;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback with our {@link LogFormat}, named by a property: SLF4J and Logback by themselves look for services in each jar of the
 * class path, which takes 35 ms of a program's start.
 */
public final class ProgramLog implements SLF4JServiceProvider {
    private final LoggerContext context = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();

    /** For the whole program; to be called before the first logger is made. */
    public static void use() {
        System.setProperty("slf4j.internal.verbosity", "WARN"); // else it tells that it was told which provider to take
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, ProgramLog.class.getName());
    }

    @Override
    public void initialize() {
        context.setName("default");
        context.setMDCAdapter(diagnostics);
        var format = new LogFormat();
        format.setContext(context);
        format.configure(context);
        context.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return context;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return diagnostics;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99"; // any 2.0
    }
}
