/** Everything that is concluded about one case at one time, in one place. */
package org.openimr.core.assessment;
