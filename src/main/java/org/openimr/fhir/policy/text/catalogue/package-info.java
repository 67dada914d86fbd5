/**
 * The other files of rules: notices, state machines, who may review, and the terms of delays,
 * reasons, second looks and the public file.
 */
package org.openimr.fhir.policy.text.catalogue;
