package org.openimr.fhir.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openimr.HeldPolicies;
import org.openimr.core.notice.NoticeKind;
import org.openimr.core.notice.NoticeWay;
import org.openimr.core.policy.Milestone;

/** The catalogue is whole, and its page shows it. */
class NoticeCatalogueTest {

  private static final Path PAGE = Path.of("docs/notices.md");
  private static final String BEGIN = "<!-- kinds -->\n";
  private static final String END = "<!-- end of kinds -->";
  private static final List<NoticeKind> KINDS = MadeUpLetter.TEXTS.catalogue().kinds();

  /** The duties to tell somebody, as the rules have them (rules-catalogue, clocks). */
  private static final Map<String, List<String>> TOLD =
      Map.of(
          "dmhc-imr-vchcp",
              List.of(
                  "imr-letter",
                  "imr-notice",
                  "annotated-list",
                  "expedition-refusal-notice",
                  "eligibility-notice",
                  "missing-materials-call",
                  "missing-materials-letter",
                  "physician-notice",
                  "member-written-notice",
                  "assessment-copy",
                  "authorization-letter"),
          "dmhc-imr-chw", List.of("imr-notice", "expedition-refusal-notice"),
          "phc-external-imr",
              List.of(
                  "analysis-to-parties",
                  "provider-notice",
                  "member-written-notice",
                  "expedition-refusal-notice"),
          "phc-um",
              List.of(
                  "incomplete-notice",
                  "provider-notice",
                  "member-written-notice",
                  "peer-to-peer-offer",
                  "expedition-refusal-notice"),
          "phc-second-opinion", List.of("member-notice", "denial-letter"));

  @Test
  void everyDutyToTellSomebodyHasItsNotice() {
    TOLD.forEach(
        (policy, milestones) ->
            milestones.forEach(
                milestone ->
                    assertThat(KINDS)
                        .as(policy + " " + milestone)
                        .anyMatch(
                            kind ->
                                kind.of(policy) && milestone.equals(kind.trigger().milestone()))));
  }

  @Test
  void theRulesOfTheListAreAllServed() {
    Set<String> rules = new TreeSet<>();
    KINDS.forEach(kind -> kind.contents().forEach(content -> rules.add(content.rule().value())));
    assertThat(rules)
        .contains(
            "V02", "V03", "V11", "V12", "V18", "V28", "V29", "V30", "V31", "V33", "H03", "H08",
            "P28", "P29", "U08", "U13", "U15", "U16", "U31", "U32", "O07", "O09");
  }

  @Test
  void theEventByWhichANoticeMeetsItsDutyStopsItsClock() {
    HeldPolicies.BOOK
        .all()
        .forEach(
            policy ->
                KINDS.stream()
                    .filter(kind -> kind.of(policy.header().code()) && kind.meets() != null)
                    .forEach(
                        kind -> {
                          for (Milestone milestone : policy.milestones()) {
                            if (milestone.code().equals(kind.trigger().milestone())) {
                              assertThat(milestone.stopsWith())
                                  .as(kind.code())
                                  .anyMatch(event -> event.code().equals(kind.meets()));
                            }
                          }
                        }));
  }

  @Test
  void theCodesAreTheKinds() {
    Set<String> codes = HeldPolicies.VOCABULARY.codes("imr-notice");
    assertThat(codes).isEqualTo(KINDS.stream().map(NoticeKind::code).collect(Collectors.toSet()));
  }

  @Test
  void thePageShowsTheCatalogue() throws IOException {
    String page = Files.readString(PAGE);
    String written =
        page.substring(0, page.indexOf(BEGIN) + BEGIN.length())
            + table()
            + page.substring(page.indexOf(END));
    if (Boolean.getBoolean("notices.write")) {
      Files.writeString(PAGE, written);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(written);
  }

  private static String table() {
    StringBuilder table =
        new StringBuilder(
            "\n| notice | owed by | policies | to, by | meets with | must say (rule) |\n"
                + "|---|---|---|---|---|---|\n");
    for (NoticeKind kind : KINDS) {
      NoticeKind.Trigger trigger = kind.trigger();
      table
          .append("| `")
          .append(kind.code())
          .append("` | ")
          .append(
              trigger.milestone() != null
                  ? "duty `" + trigger.milestone() + "`"
                  : kind.sender() + ", after `" + trigger.event() + "`")
          .append(" | ")
          .append(
              kind.policies().isEmpty()
                  ? "all with the duty"
                  : String.join(", ", new TreeSet<>(kind.policies())))
          .append(" | ")
          .append(
              kind.ways().entrySet().stream()
                  .map(
                      each ->
                          each.getKey()
                              + " ("
                              + each.getValue().stream()
                                  .map(NoticeWay::word)
                                  .collect(Collectors.joining(", "))
                              + ")")
                  .collect(Collectors.joining("; ")))
          .append(" | ")
          .append(kind.meets() == null ? "none" : "`" + kind.meets() + "`")
          .append(" | ")
          .append(
              kind.contents().stream()
                  .map(content -> content.text() + " (" + content.rule().value() + ")")
                  .collect(Collectors.joining("; ")))
          .append(" |\n");
    }
    return table.append("\n").toString();
  }
}
