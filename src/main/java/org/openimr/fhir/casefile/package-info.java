/**
 * A case as it is stored: its resources, its number and status, who is party to it, and the marks
 * that say who may see what. The packages below lead to it and start from it.
 */
package org.openimr.fhir.casefile;
