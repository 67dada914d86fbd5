/** A second rating of decided cases: which are rated again, and what comes of it. */
package org.openimr.core.secondlook;
