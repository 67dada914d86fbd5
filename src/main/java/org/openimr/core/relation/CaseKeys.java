package org.openimr.core.relation;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a case is known by, so that another one about the same dispute is found.
 *
 * @param members names of the member: a number within a payer, or a number with birth date and name
 * @param denials numbers of claim, denial or authorization within a payer
 * @param numbers the same numbers alone; they tell something only for the same member
 * @param services the services in dispute
 */
public record CaseKeys(
    Set<String> members, Set<String> denials, Set<String> numbers, Set<DisputedService> services) {

  /** Keeps its own copies. */
  public CaseKeys {
    members = Set.copyOf(members);
    denials = Set.copyOf(denials);
    numbers = Set.copyOf(numbers);
    services = Set.copyOf(services);
  }

  /**
   * Finds what this case has in common with another.
   *
   * @param other the keys of the other case
   * @return empty if they are not related
   */
  public Set<CommonGround> inCommonWith(CaseKeys other) {
    Set<CommonGround> common = EnumSet.noneOf(CommonGround.class);
    boolean sameMember = intersect(members, other.members);
    if (intersect(denials, other.denials) || sameMember && intersect(numbers, other.numbers)) {
      common.add(CommonGround.DENIAL);
    }
    if (sameMember
        && services.stream().anyMatch(mine -> other.services.stream().anyMatch(mine::maybeSame))) {
      common.add(CommonGround.SERVICE);
    }
    return common;
  }

  private static boolean intersect(Set<String> one, Set<String> other) {
    return one.stream().anyMatch(other::contains);
  }

  /**
   * Replaces what would tell of a person.
   *
   * @param hash makes of a text what stands for it; equal for equal texts
   * @return keys with which the same relations are found, among keys made with the same hash
   */
  public CaseKeys hashed(UnaryOperator<String> hash) {
    return new CaseKeys(
        hashed("member", members, hash),
        hashed("denial", denials, hash),
        hashed("number", numbers, hash),
        services.stream()
            .map(
                each ->
                    new DisputedService(
                        hash.apply("service|" + each.code()), each.from(), each.to()))
            .collect(Collectors.toSet()));
  }

  private static Set<String> hashed(String kind, Set<String> keys, UnaryOperator<String> hash) {
    return keys.stream()
        .map(key -> hash.apply(kind + "|" + key))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
