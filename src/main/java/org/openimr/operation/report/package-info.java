/** What is told of many cases: measures, rows for the public, former decisions. */
package org.openimr.operation.report;
