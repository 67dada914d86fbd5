/** The closed vocabulary of facts and events, and the tables that are held against it. */
package org.openimr.fhir.policy.vocabulary;
