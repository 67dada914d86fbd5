/** The files of policies and laws, read and written. */
package org.openimr.fhir.policy.text.file;
