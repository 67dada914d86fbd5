/** Cases in the store: submitted, read as somebody sees them, changed, and whose they are. */
package org.openimr.server.store.casefile;
