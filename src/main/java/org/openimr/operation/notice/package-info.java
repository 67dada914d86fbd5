/** Notices that a case owes, drafted and sent. */
package org.openimr.operation.notice;
