/**
 * The configuration API over HTTP, port 8082, with the URLs, bodies and status codes of Contrail's api-server.
 *
 * <p>Requests are read and answered on threads of their own; what they ask of the configuration runs on the config loop, so
 * changes happen one after the other and a reply shows one moment. Every refusal is one line of text, never a stack trace.
 *
 * <p>May depend on: {@code net.minitrail.net}, {@code controller.config}, Jackson.
 */
@NullMarked
package net.minitrail.controller.config.rest;

import org.jspecify.annotations.NullMarked;
