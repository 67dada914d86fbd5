/** The stages that a case goes through. */
package org.openimr.core.lifecycle;
