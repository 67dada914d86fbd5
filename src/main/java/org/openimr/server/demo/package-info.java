/**
 * The demonstration: what a newcomer sees first. It sends the worked example to the running server
 * over HTTP and prints the answers as plain text.
 *
 * <p>It is a client like any other: it knows the interface, nothing of what stands behind it.
 */
package org.openimr.server.demo;
