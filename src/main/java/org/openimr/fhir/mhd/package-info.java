/** Documents as IHE MHD provides them (ITI-65), and what is answered. */
package org.openimr.fhir.mhd;
