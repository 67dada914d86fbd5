package org.openimr.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Task;
import org.junit.jupiter.api.Test;
import org.openimr.fhir.casefile.CaseFile;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.packet.OpenCases;
import org.openimr.server.packet.OpenCases.Open;

/** What a review organization polls, as the page on work lists has it. */
@OnEachDatabase
class WorklistIT {

  private static final String CLERK = "demo-imro-clerk";
  private static final Pattern SEARCH = Pattern.compile("`(Task\\?[^`]+)`");

  private final RunningServer server;
  private final OpenCases cases;

  WorklistIT(Database database) {
    this.server = database.server();
    this.cases = new OpenCases(server);
  }

  /** A case of each kind, and what belongs to it, by its letter. */
  private final Map<String, String> letters = new LinkedHashMap<>();

  private Open known(String letter, Open open) {
    letters.put("Task/" + open.id(), letter);
    return open;
  }

  @Test
  void everySearchOfThePageFindsWhatItSays() throws IOException {
    String start = Instant.now().toString();
    known("waiting", cases.submitted());
    Open offered = known("offered", cases.submitted());
    cases.offer(offered);
    Open read = known("read", cases.sent(cases.submitted()));
    cases.event(read, CLERK, "records-received");
    cases.accept(read);
    String role = cases.assign(read);
    server
        .fhir("POST", "Task/" + read.id() + "/$assign-work")
        .as(CLERK)
        .json(
            "{'resourceType':'Parameters','parameter':[{'name':'queue','valueCode':'reading'}]}"
                .replace('\'', '"'))
        .send()
        .isOk(200);

    Map<String, List<String>> found = new LinkedHashMap<>();
    for (String search : searches()) {
      String asked =
          search.replace("PractitionerRole/80", role).replace("2026-11-29T08:00:00Z", start);
      if (!asked.contains("_lastUpdated")) {
        asked += since(start);
      }
      found.put(
          search.replaceAll("&_include.*", ""),
          asked.contains("_summary=count")
              ? List.of(String.valueOf(page(asked).getTotal()))
              : of(page(asked + "&_count=20")));
    }

    String owed = "Task?code=imr-duty&owner.identifier=demo-imro&business-status=";
    String reviews = "Task?code=imr-review&owner.identifier=demo-imro&business-status=";
    Map<String, List<String>> expected = new LinkedHashMap<>();
    // the case that was read counts from the records, received now
    expected.put(
        owed + "running,overdue&_sort=due",
        List.of("determination offered", "determination read", "determination waiting"));
    expected.put(
        "Task?code=imr-duty&milestone=determination&owner.identifier=demo-imro"
            + "&business-status=not-started,running,overdue&_sort=due",
        List.of("determination offered", "determination read", "determination waiting"));
    expected.put(
        owed + "running,overdue&due=lt2026-08-01",
        List.of("determination offered", "determination read", "determination waiting"));
    expected.put(owed + "overdue&_summary=count", List.of("3"));
    expected.put(reviews + "offered", List.of("imr-review offered"));
    expected.put(reviews + "assigned,returned", List.of("imr-review read"));
    expected.put(
        "Task?code=imr-case&business-status=in-review&_sort=due", List.of("imr-case read"));
    expected.put(
        "Task?code=imr-case&_lastUpdated=gt2026-11-29T08:00:00Z&_sort=_lastUpdated",
        List.of("imr-case offered", "imr-case read", "imr-case waiting"));
    expected.put("Task?code=imr-seat&owner=PractitionerRole/80", List.of("imr-seat read"));
    expected.put(
        "Task?code=imr-work&status=requested"
            + "&_tag=https://openimr.org/fhir/sid/queue%7Creading",
        List.of("imr-work read"));
    assertThat(found).isEqualTo(expected);
    // nobody else's list
    assertThat(of(page("demo-imro-other", owed + "running,overdue" + since(start)))).isEmpty();
  }

  @Test
  void aListIsPagedInItsOrderAndCostsTheSameHoweverLongItIs() {
    String start = Instant.now().toString();
    String list =
        "Task?code=imr-duty&owner.identifier=demo-imro&business-status=running,overdue&_sort=due"
            + "&_include=Task:part-of&_count=2"
            + since(start);
    cases.submitted();
    cases.submitted();
    cases.submitted();
    SessionFactory sessions = server.bean(EntityManagerFactory.class).unwrap(SessionFactory.class);
    page(list);
    long few = statements(sessions, list);
    for (int i = 0; i < 6; i++) {
      cases.submitted();
    }
    page(list);
    assertThat(statements(sessions, list)).isLessThanOrEqualTo(few + 1);

    List<String> all = new ArrayList<>();
    String next = list;
    while (next != null) {
      Bundle page = page(next);
      List<Task> duties =
          page.getEntry().stream()
              .filter(each -> each.getSearch().getMode() == Bundle.SearchEntryMode.MATCH)
              .map(each -> (Task) each.getResource())
              .toList();
      assertThat(duties).hasSizeBetween(1, 2);
      duties.forEach(each -> all.add(CaseFile.reference(each)));
      next =
          page.getLink("next") == null
              ? null
              : page.getLink("next").getUrl().replaceFirst("^.*?/fhir", "");
    }
    assertThat(all).hasSize(9).doesNotHaveDuplicates();
  }

  private long statements(SessionFactory sessions, String list) {
    sessions.getStatistics().setStatisticsEnabled(true);
    try {
      sessions.getStatistics().clear();
      page(list);
      return sessions.getStatistics().getPrepareStatementCount();
    } finally {
      sessions.getStatistics().setStatisticsEnabled(false);
    }
  }

  private static List<String> searches() throws IOException {
    List<String> searches = new ArrayList<>();
    Matcher found = SEARCH.matcher(Files.readString(Path.of("docs/worklist.md")));
    while (found.find()) {
      searches.add(found.group(1));
    }
    return searches;
  }

  /** What other tests left is no matter of this one. */
  private static String since(String start) {
    return "&_lastUpdated=ge" + start;
  }

  private Bundle page(String search) {
    return page(CLERK, search);
  }

  private Bundle page(String token, String search) {
    return server.fhir("GET", search).as(token).send().isOk(200).resource(Bundle.class);
  }

  /** What was found and not only included, by kind and case, in alphabetical order. */
  private List<String> of(Bundle page) {
    return page.getEntry().stream()
        .filter(each -> each.getSearch().getMode() == Bundle.SearchEntryMode.MATCH)
        .map(Bundle.BundleEntryComponent::getResource)
        .map(this::said)
        .sorted()
        .toList();
  }

  private String said(Resource resource) {
    Task task = (Task) resource;
    String subject =
        task.hasPartOf()
            ? task.getPartOfFirstRep().getReference()
            : task.hasFocus() && letters.containsKey(task.getFocus().getReference())
                ? task.getFocus().getReference()
                : CaseFile.reference(task);
    var codings = task.getCode().getCoding();
    return codings.get(codings.size() - 1).getCode() + " " + letters.get(subject);
  }
}
