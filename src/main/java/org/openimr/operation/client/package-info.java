/** Programs that may call, registered and disabled. */
package org.openimr.operation.client;
