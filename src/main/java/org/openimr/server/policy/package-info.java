/** Policies at work: put into the store or a folder, checked, and read by every request. */
package org.openimr.server.policy;
