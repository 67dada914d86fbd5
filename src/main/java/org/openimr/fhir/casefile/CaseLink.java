package org.openimr.fhir.casefile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Linkage;
import org.hl7.fhir.r4.model.Linkage.LinkageItemComponent;
import org.hl7.fhir.r4.model.Linkage.LinkageType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.openimr.core.relation.CaseRelation;
import org.openimr.core.relation.CommonGround;

/**
 * The link between two cases: a Linkage whose first item is the case that came first.
 *
 * <p>It is marked with those organizations alone that are party to both, so that nobody learns from
 * it of a case of others.
 *
 * @param earlier the reference of the case that came first
 * @param later the reference of the other
 * @param relation a code of {@code imr-case-relation}
 * @param common codes of {@code imr-common-ground}
 */
public record CaseLink(String earlier, String later, String relation, List<String> common) {

  private static final String STRUCTURE = "https://openimr.org/fhir/StructureDefinition/";

  /** Keeps its own copy. */
  public CaseLink {
    common = List.copyOf(common);
  }

  /**
   * Links a case to one that came before.
   *
   * @param earlier the case that came first, as stored
   * @param later the other
   * @param laterName the reference that names it
   * @param common what they have in common, not empty
   * @return a Linkage without id
   */
  public static Linkage write(
      Task earlier, Task later, String laterName, Set<CommonGround> common) {
    CaseRelation relation =
        CaseRelation.of(earlier.getInstantiatesUri(), later.getInstantiatesUri(), common);
    Linkage link = new Linkage();
    link.getMeta().addProfile(STRUCTURE + "imr-case-link");
    link.setActive(true);
    Extension detail = link.addExtension();
    detail.setUrl(STRUCTURE + "imr-case-relation");
    detail.addExtension("relation", new CodeType(relation.code()));
    common.forEach(each -> detail.addExtension("common", new CodeType(each.code())));
    String earlierName = "Task/" + earlier.getIdElement().getIdPart();
    link.addItem().setType(LinkageType.SOURCE).setResource(new Reference(earlierName));
    link.addItem().setType(LinkageType.ALTERNATE).setResource(new Reference(laterName));
    Set<String> parties = new TreeSet<>(AccessMarks.parties(earlier));
    parties.retainAll(AccessMarks.parties(later));
    AccessMarks.add(link, parties);
    return link;
  }

  /**
   * Reads a link.
   *
   * @param link a Linkage that was written here
   * @return what it says
   */
  public static CaseLink read(Linkage link) {
    Extension detail = link.getExtensionByUrl(STRUCTURE + "imr-case-relation");
    List<String> common = new ArrayList<>();
    detail
        .getExtensionsByUrl("common")
        .forEach(each -> common.add(each.getValue().primitiveValue()));
    return new CaseLink(
        item(link, LinkageType.SOURCE),
        item(link, LinkageType.ALTERNATE),
        detail.getExtensionString("relation"),
        common);
  }

  private static String item(Linkage link, LinkageType type) {
    return link.getItem().stream()
        .filter(item -> item.getType() == type)
        .map(LinkageItemComponent::getResource)
        .map(Reference::getReference)
        .findFirst()
        .orElse("");
  }

  /**
   * Names the other case.
   *
   * @param reference one of the two cases
   * @return the reference of the other
   */
  public String other(String reference) {
    return reference.equals(earlier) ? later : earlier;
  }
}
