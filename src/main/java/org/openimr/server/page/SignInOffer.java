package org.openimr.server.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.server.security.DemoCallers;
import org.openimr.server.security.client.ApplicationClient;
import org.openimr.server.security.client.People;

/** How those who open the page may sign in: as people, for demonstration, or not at all. */
final class SignInOffer {

  private static final Set<String> APPLY =
      Set.of("plan", "plan-staff", "member", "representative", "provider", "department");

  private final DemoCallers demo;
  private final People people;

  SignInOffer(DemoCallers demo, People people) {
    this.demo = demo;
    this.people = people;
  }

  /**
   * What is offered to a request.
   *
   * @return {@code client} and {@code scope} for people, {@code demo} for demonstration, or neither
   */
  Map<String, Object> to(HttpServletRequest request) {
    if (people.any()) {
      return Map.of("client", ApplicationClient.ID, "scope", ApplicationClient.SCOPE);
    }
    List<Map<String, Object>> callers =
        DemoCallers.published().entrySet().stream()
            .filter(each -> APPLY.contains(each.getValue().role()))
            .filter(each -> demo.find(each.getKey(), request).isPresent())
            .map(
                each ->
                    Map.<String, Object>of(
                        "token", each.getKey(),
                        "role", each.getValue().role(),
                        "organization", each.getValue().organization()))
            .toList();
    return callers.isEmpty() ? Map.of() : Map.of("demo", callers);
  }
}
