/** A review that is taken and assigned within the review organization. */
package org.openimr.operation.review;
