package org.openimr.server.security.table;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseCoding;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.openimr.fhir.casefile.AccessMarks;

/**
 * What the marks and labels on a stored resource say about who may see it.
 *
 * @param parties ids of the organizations that are party to it
 * @param former ids of those that were
 * @param closed whether its case is closed
 * @param tags its tags, {@code system|code}
 * @param security its security labels, {@code system|code}
 */
public record Marks(
    Set<String> parties,
    Set<String> former,
    boolean closed,
    Set<String> tags,
    Set<String> security) {

  /** The marks on a resource. */
  public static Marks of(IBaseResource resource) {
    List<? extends IBaseCoding> tags = resource.getMeta().getTag();
    return new Marks(
        codes(tags, AccessMarks.PARTY),
        codes(tags, AccessMarks.FORMER),
        codes(tags, AccessMarks.STATE).contains(AccessMarks.CLOSED),
        tokens(tags),
        tokens(resource.getMeta().getSecurity()));
  }

  private static Set<String> codes(List<? extends IBaseCoding> codings, String system) {
    return codings.stream()
        .filter(coding -> system.equals(coding.getSystem()) && coding.getCode() != null)
        .map(IBaseCoding::getCode)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> tokens(List<? extends IBaseCoding> codings) {
    return codings.stream()
        .map(coding -> coding.getSystem() + "|" + coding.getCode())
        .collect(Collectors.toSet());
  }
}
