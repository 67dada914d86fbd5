/** What is sent, held against FHIR, the profiles of this project and the forms it answers. */
package org.openimr.fhir.casefile.profile;
