/** YAML read key by key, with everything that is wrong with it at once, by file and line. */
package org.openimr.fhir.policy.text.yaml;
