/** Records that are asked for, and records that are sent. */
package org.openimr.operation.attachment;
