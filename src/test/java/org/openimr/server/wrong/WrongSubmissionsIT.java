package org.openimr.server.wrong;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.submission.Submissions;
import org.openimr.server.Answer;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.wrong.Mistake.Kind;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Every mistake that is planted in a submission is refused with its place, all of several at once,
 * and not one row is stored.
 *
 * <p>Some of each kind every time, always the same. {@code -Dwrong.submissions=100000} tries all,
 * {@code -Dwrong.seed=7} others.
 */
@OnEachDatabase
class WrongSubmissionsIT {

  private static final long SEED = Long.getLong("wrong.seed", 1);

  private static final Map<String, String> EXAMPLES =
      Map.of(
          "residential-mental-health", "demo-plan-vchcp",
          "proton-therapy", "demo-plan-chw",
          "out-of-plan-emergency", "demo-plan-vchcp",
          "member-application", "demo-plan-chw",
          "home-infusion", "demo-plan-partnership");

  private final RunningServer server;
  private final int each;
  private final Rows rows;

  WrongSubmissionsIT(Database database) {
    this.server = database.server();
    this.each = Integer.getInteger("wrong.submissions", database == Database.H2 ? 25 : 5);
    this.rows = new Rows(server.bean(JdbcTemplate.class));
  }

  /** What became of the submissions of one kind. */
  private static final class Tally {
    int tried;
    int refused;
    int accepted;
    int stored;
  }

  @Test
  void areRefusedWithAllTheirMistakesAndNothingIsStored() {
    Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
    List<String> wrong = new ArrayList<>();
    Map<String, String> accepted = new LinkedHashMap<>();
    for (WrongSubmission submission : some()) {
      Tally tally = tallies.computeIfAbsent(submission.kind(), kind -> new Tally());
      tally.tried++;
      ObjectNode tree = submission.tree();
      Map<String, Long> before = rows.count();
      Answer answer = send(submission, submission.body(tree));
      boolean same = before.equals(rows.count());
      if (submission.acceptable() != null) {
        tally.accepted++;
        accepted.put(submission.mistakes().get(0).name(), submission.acceptable());
        if (answer.status() != 201) {
          wrong.add("not accepted: " + submission + "\n    " + brief(answer));
        }
      } else {
        tally.stored += same ? 0 : 1;
        tally.refused += refused(answer) ? 1 : 0;
        if (!same) {
          wrong.add("stored: " + submission + "\n    " + answer.status());
        }
        wrong.addAll(complaints(submission, tree, answer));
      }
    }
    System.out.println(table(tallies));
    accepted.forEach((name, why) -> System.out.println("accepted: " + name + ": " + why));
    assertThat(wrong).isEmpty();
    assertThat(tallies.keySet()).containsExactly(Kind.values());
  }

  private static boolean refused(Answer answer) {
    return answer.status() >= 400
        && answer.status() < 500
        && answer.text().contains("OperationOutcome");
  }

  private static List<String> complaints(
      WrongSubmission submission, ObjectNode tree, Answer answer) {
    if (!refused(answer)) {
      return List.of("not refused: " + submission + "\n    " + brief(answer));
    }
    List<String> complaints = new ArrayList<>();
    List<String> blamed = new ArrayList<>();
    for (OperationOutcomeIssueComponent issue :
        answer.resource(OperationOutcome.class).getIssue()) {
      issue.getExpression().forEach(expression -> blamed.add(expression.getValue()));
    }
    Blame blame = new Blame(submission.sent(tree));
    for (String expression : blamed) {
      if (!blame.leadsSomewhere(expression)) {
        complaints.add("leads nowhere: " + expression + ": " + submission);
      }
    }
    for (String place : submission.places()) {
      if (blamed.stream().noneMatch(expression -> Blame.meets(expression, place))) {
        complaints.add("not blamed: " + place + ": " + submission + "\n    " + brief(answer));
      }
    }
    return complaints;
  }

  private static String brief(Answer answer) {
    if (answer.status() == 201 || answer.status() == 200) {
      return String.valueOf(answer.status());
    }
    StringBuilder brief = new StringBuilder(answer.status() + "");
    answer.resource(OperationOutcome.class).getIssue().stream()
        .limit(6)
        .forEach(
            issue ->
                brief
                    .append("\n    ")
                    .append(issue.hasExpression() ? issue.getExpression().get(0).getValue() : "-")
                    .append(": ")
                    .append(issue.getDetails().getText()));
    return brief.toString();
  }

  private Answer send(WrongSubmission submission, byte[] body) {
    return server
        .fhir("POST", "$submit-case")
        .as(EXAMPLES.get(submission.example()))
        .body(BodyPublishers.ofByteArray(body))
        .send();
  }

  /** As many of each kind as are to be tried. */
  private List<WrongSubmission> some() {
    List<WrongSubmission> all = WrongSubmissions.of(strangers(), SEED);
    Collections.shuffle(all, new Random(SEED));
    Map<Kind, Integer> taken = new EnumMap<>(Kind.class);
    all.removeIf(one -> taken.merge(one.kind(), 1, Integer::sum) > each);
    all.sort(java.util.Comparator.comparing(WrongSubmission::kind));
    return all;
  }

  /** Stores one case in the name of each organization, each about somebody else. */
  private Map<String, Strangers> strangers() {
    Map<String, Task> stored = new LinkedHashMap<>();
    Map<String, String> organizations = new LinkedHashMap<>();
    Map<String, String> ordered = new java.util.TreeMap<>(EXAMPLES);
    ordered.forEach(
        (example, token) -> {
          ObjectNode tree = Submissions.example(example);
          ((ObjectNode) tree.path("identifier")).put("value", UUID.randomUUID().toString());
          ((ObjectNode) Submissions.first(tree, "Patient").path("identifier").get(0))
              .put("value", UUID.randomUUID().toString());
          Answer answer =
              server.fhir("POST", "$submit-case").as(token).json(tree.toString()).send().isOk(201);
          Task task = (Task) answer.resource(Parameters.class).getParameter("case").getResource();
          stored.put(token, task);
          organizations.put(token, task.getOwner().getReference());
        });
    Map<String, Strangers> strangers = new LinkedHashMap<>();
    ordered.forEach(
        (example, token) -> {
          String other =
              stored.keySet().stream().filter(each -> !each.equals(token)).findFirst().get();
          strangers.put(
              example,
              new Strangers(
                  stored.get(token).getFor().getReference(),
                  stored.get(other).getFor().getReference(),
                  organizations.get(other)));
        });
    return strangers;
  }

  private static String table(Map<Kind, Tally> tallies) {
    StringBuilder table =
        new StringBuilder("\n| mistake | tried | refused | accepted | stored |\n");
    table.append("|---|---|---|---|---|\n");
    Tally all = new Tally();
    tallies.forEach(
        (kind, tally) -> {
          table.append(row(kind.title, tally));
          all.tried += tally.tried;
          all.refused += tally.refused;
          all.accepted += tally.accepted;
          all.stored += tally.stored;
        });
    return table.append(row("all", all)).toString();
  }

  private static String row(String title, Tally tally) {
    return "| %s | %d | %d | %d | %d |%n"
        .formatted(title, tally.tried, tally.refused, tally.accepted, tally.stored);
  }
}
