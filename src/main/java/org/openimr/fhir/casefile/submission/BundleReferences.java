package org.openimr.fhir.casefile.submission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what the references of a Bundle point to: an entry, or a resource that is stored already.
 *
 * @see <a href="https://hl7.org/fhir/R4/bundle.html#references">Resolving references in Bundles</a>
 */
public final class BundleReferences {

  private static final Pattern RELATIVE =
      Pattern.compile("([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]{1,64})?");
  private static final Pattern TAIL =
      Pattern.compile("^(.*/)([A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64})$");

  private final Map<String, SubmittedEntry> byUrl = new HashMap<>();
  private final Map<String, SubmittedEntry> byTail = new HashMap<>();

  /** Finds what stands among these entries. */
  public BundleReferences(List<SubmittedEntry> entries) {
    for (SubmittedEntry entry : entries) {
      if (entry.fullUrl() != null) {
        byUrl.putIfAbsent(entry.fullUrl(), entry);
        Matcher tail = TAIL.matcher(entry.fullUrl());
        if (tail.matches()) {
          byTail.putIfAbsent(tail.group(2), entry);
        }
      }
    }
  }

  /** Whether a reference stays within its resource. */
  public static boolean internal(String reference) {
    return reference.startsWith("#");
  }

  /** The entry that a reference points to, or null. */
  public SubmittedEntry entry(SubmittedEntry from, String reference) {
    SubmittedEntry found = byUrl.get(reference);
    if (found != null) {
      return found;
    }
    String relative = relative(reference);
    if (relative == null) {
      return null;
    }
    Matcher base = TAIL.matcher(from.fullUrl() == null ? "" : from.fullUrl());
    SubmittedEntry near = base.matches() ? byUrl.get(base.group(1) + relative) : null;
    return near != null ? near : byTail.get(relative);
  }

  /** The relative reference without version, or null if it is none. */
  public static String relative(String reference) {
    Matcher relative = RELATIVE.matcher(reference);
    return relative.matches() ? relative.group(1) : null;
  }

  /** Whether a type can be referred to where it is stored already. */
  public static boolean mayBeStored(String relative) {
    return Set.of(
            "Patient",
            "RelatedPerson",
            "Coverage",
            "Organization",
            "Practitioner",
            "PractitionerRole",
            "Location",
            "HealthcareService",
            "Endpoint",
            "DocumentReference")
        .contains(relative.substring(0, relative.indexOf('/')));
  }
}
