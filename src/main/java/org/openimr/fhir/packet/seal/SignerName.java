package org.openimr.fhir.packet.seal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * Who signed, as the certificate says: its subject alternative name, a National Provider Identifier
 * before an address, and the common name of its subject.
 *
 * @param system the system of the identifier
 * @param value the identifier
 * @param name what people call it; empty if the certificate does not say
 * @see <a href="https://hl7.org/fhir/us/davinci-cdex/signatures.html">CDex, CONF-048 to 053</a>
 */
public record SignerName(String system, String value, String name) {

  private static final String NPI = "http://hl7.org/fhir/sid/us-npi";
  private static final String NPI_OID = "2.16.840.1.113883.4.6";
  private static final String URI = "urn:ietf:rfc:3986";

  /**
   * Reads a certificate.
   *
   * @param certificate the certificate
   * @return who it names, or null if it has no alternative name that could be told
   */
  public static SignerName of(X509Certificate certificate) {
    try {
      X509CertificateHolder held = new JcaX509CertificateHolder(certificate);
      SignerName found = null;
      GeneralNames names =
          GeneralNames.fromExtensions(held.getExtensions(), Extension.subjectAlternativeName);
      for (GeneralName name : names == null ? new GeneralName[0] : names.getNames()) {
        SignerName read = read(name, commonName(held));
        if (read != null && (found == null || read.system.equals(NPI))) {
          found = read;
        }
      }
      return found;
    } catch (java.security.cert.CertificateEncodingException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException unreadable) {
      // so the library says that an extension is not what its name says
      return null;
    }
  }

  private static SignerName read(GeneralName name, String commonName) {
    if (name.getTagNo() == GeneralName.uniformResourceIdentifier) {
      return new SignerName(URI, name.getName().toString(), commonName);
    }
    if (name.getTagNo() == GeneralName.otherName) {
      OtherName other = OtherName.getInstance(name.getName());
      if (other.getTypeID().getId().equals(NPI_OID) && other.getValue() instanceof ASN1String npi) {
        return new SignerName(NPI, npi.getString(), commonName);
      }
    }
    return null;
  }

  private static String commonName(X509CertificateHolder held) {
    RDN[] names = held.getSubject().getRDNs(BCStyle.CN);
    return names.length == 0 ? "" : names[0].getFirst().getValue().toString();
  }

  /** The signer as {@code Signature.who} names it. */
  ObjectNode who() {
    ObjectNode who = JsonNodeFactory.instance.objectNode();
    ObjectNode identifier = who.putObject("identifier");
    identifier.put("system", system);
    identifier.put("value", value);
    if (!name.isEmpty()) {
      who.put("display", name);
    }
    return who;
  }

  /** Whether a {@code Signature.who} names this signer. */
  boolean isNamed(JsonNode who) {
    return who().equals(who);
  }
}
