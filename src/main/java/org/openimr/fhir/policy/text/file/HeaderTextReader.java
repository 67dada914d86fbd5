package org.openimr.fhir.policy.text.file;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.openimr.fhir.policy.text.PolicyDocument;
import org.openimr.fhir.policy.text.PolicyHeader;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/** Reads the head of a policy text: what the policy is called, where it holds, what it cites. */
final class HeaderTextReader {

  private HeaderTextReader() {}

  static PolicyHeader header(YamlBlock root) {
    String policy = root.required("policy");
    if (!policy.isEmpty() && !policy.matches("[a-z][a-z0-9-]{1,40}")) {
      root.problem("policy", "'" + policy + "' is no code of small letters, digits and '-'");
    }
    String url = root.text("url");
    if (url != null && !url.endsWith("/" + policy)) {
      root.problem("url", "'" + url + "' does not end with the code of the policy");
    }
    String version = root.required("version");
    if (!version.isEmpty() && !version.matches("[A-Za-z0-9.-]{1,22}")) {
      root.problem("version", "'" + version + "' is no version of letters, digits, '-' and '.'");
    }
    String title = root.required("title");
    String description = root.required("description");
    String publisher = root.text("publisher");
    String programme = root.required("programme");
    String jurisdiction = root.required("jurisdiction");
    String status = root.text("status");
    boolean experimental = root.flag("experimental");
    LocalDate written = root.date("written");
    YamlBlock inForce = root.block("in-force");
    LocalDate from = inForce == null ? null : inForce.date("from");
    LocalDate until = inForce == null ? null : inForce.date("until");
    if (inForce != null) {
      inForce.end();
      if (from != null && until != null && until.isBefore(from)) {
        inForce.problem("'in-force' ends before it begins");
      }
    }
    return new PolicyHeader(
        policy,
        version,
        url == null ? PolicyHeader.CANONICAL + policy : url,
        title,
        description,
        publisher == null ? PolicyHeader.PUBLISHER : publisher,
        programme,
        jurisdiction,
        status == null ? PolicyHeader.ACTIVE : status(root, status),
        experimental,
        written,
        from,
        until,
        root.date("approved"),
        root.date("last-review"),
        root.date("text-date"),
        zone(root),
        root.text("calendar"),
        root.required("effect"),
        root.text("default-route"),
        law(root),
        root.texts("review-begins-with"),
        root.texts("review-ends-with"));
  }

  private static List<String> law(YamlBlock root) {
    List<String> laws = root.texts("law");
    for (String law : laws) {
      if (!law.matches("[a-z][a-z0-9-]{1,40}\\|[A-Za-z0-9.-]{1,22}")) {
        root.problem("law", "'" + law + "' is not named as LAW|VERSION");
      }
    }
    return laws;
  }

  private static String status(YamlBlock root, String status) {
    if (!status.matches("draft|active|retired")) {
      root.problem("status", "'" + status + "' is none of draft, active, retired");
      return PolicyHeader.ACTIVE;
    }
    return status;
  }

  private static String zone(YamlBlock root) {
    String zone = root.required("zone");
    if (!zone.isEmpty()) {
      try {
        ZoneId.of(zone);
      } catch (DateTimeException e) {
        root.problem("zone", "'" + zone + "' is no time zone");
      }
    }
    return zone;
  }

  /** The documents that a text cites; that it cites none is a problem. */
  static List<PolicyDocument> documents(YamlBlock root, TextParts parts) {
    List<PolicyDocument> documents = new ArrayList<>();
    for (YamlBlock block : root.blocks("documents")) {
      PolicyDocument document = document(block);
      parts.placeValue(document.id(), block.line());
      documents.add(document);
    }
    if (documents.isEmpty()) {
      root.problem("'documents' is missing: at least one document is cited");
    }
    return documents;
  }

  private static PolicyDocument document(YamlBlock block) {
    PolicyDocument document =
        new PolicyDocument(
            block.required("id"),
            block.required("title"),
            block.required("edition"),
            block.text("address"));
    block.end();
    return document;
  }
}
