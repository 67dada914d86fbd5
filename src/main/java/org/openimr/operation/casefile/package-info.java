/** The port to the store, and a case as operations get it and change it. */
package org.openimr.operation.casefile;
