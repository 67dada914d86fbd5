/** What is told of decided cases in public, and how it is kept from telling whom they are about. */
package org.openimr.core.report;
