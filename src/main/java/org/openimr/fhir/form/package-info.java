/**
 * Forms: the Questionnaires of the package, what is checked in their answers, and what is filled in
 * before anybody answers when that is asked for.
 */
package org.openimr.fhir.form;
