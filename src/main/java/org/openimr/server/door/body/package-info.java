/** What a request body may cost: size, nesting, time and memory. */
package org.openimr.server.door.body;
