/**
 * The embedded authorization server: Spring Authorization Server's filters and providers, put
 * together by hand in {@link org.openimr.server.security.issuer.IssuerConfig}, with what SMART asks
 * for beyond OAuth 2.0.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/backend-services.html">SMART Backend
 *     Services</a>
 */
package org.openimr.server.security.issuer;
