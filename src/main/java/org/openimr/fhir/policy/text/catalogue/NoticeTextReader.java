package org.openimr.fhir.policy.text.catalogue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openimr.core.law.RuleId;
import org.openimr.core.notice.NoticeCatalogue;
import org.openimr.core.notice.NoticeKind;
import org.openimr.core.notice.NoticeKind.Trigger;
import org.openimr.core.notice.NoticeWay;
import org.openimr.core.notice.RequiredContent;
import org.openimr.fhir.policy.text.yaml.TextParts;
import org.openimr.fhir.policy.text.yaml.UnreadablePolicyTextException;
import org.openimr.fhir.policy.text.yaml.YamlBlock;

/**
 * Reads the catalogue of notices; names everything that is wrong with it at once, by file, line and
 * notice.
 *
 * @see <a href="../../../../../../../../../docs/notices.md">notices</a>
 */
public final class NoticeTextReader {

  private final StateMachineReader.Conditions conditions;

  private NoticeTextReader(StateMachineReader.Conditions conditions) {
    this.conditions = conditions;
  }

  /**
   * Reads a catalogue.
   *
   * @param file the name of the file, for messages
   * @param yaml the text
   * @param conditions reads conditions
   * @return the catalogue
   * @throws UnreadablePolicyTextException naming everything that is wrong
   */
  public static NoticeCatalogue read(
      String file, String yaml, StateMachineReader.Conditions conditions) {
    TextParts parts = new TextParts(file);
    YamlBlock root = parts.compose(yaml);
    NoticeTextReader reader = new NoticeTextReader(conditions);
    List<NoticeKind> kinds = root.blocks("notices").stream().map(reader::kind).toList();
    if (kinds.isEmpty()) {
      root.problem("'notices' is missing");
    }
    Set<String> codes = new LinkedHashSet<>();
    kinds.stream()
        .filter(kind -> !codes.add(kind.code()))
        .forEach(kind -> root.problem("notice '" + kind.code() + "' stands twice"));
    root.end();
    parts.throwProblems();
    return new NoticeCatalogue(kinds);
  }

  private NoticeKind kind(YamlBlock block) {
    String code = block.required("notice");
    block.rule(code);
    String title = block.required("title");
    List<String> policies = block.texts("policies");
    String milestone = block.text("milestone");
    String event = block.text("event");
    if ((milestone == null) == (event == null)) {
      block.problem("a notice is owed by a 'milestone' or by an 'event'");
      milestone = milestone == null ? "none" : milestone;
      event = null;
    }
    Trigger trigger = new Trigger(milestone, event, block.text("after"), block.texts("until"));
    String condition = block.text("when");
    String sender = block.text("sender");
    if (event != null && sender == null) {
      block.problem("'sender' is missing: no milestone says who owes it");
    }
    NoticeKind kind =
        new NoticeKind(
            code,
            title,
            Set.copyOf(policies),
            trigger,
            conditions.apply(condition, problem -> block.problem("when", problem)),
            block.text("eligibility"),
            sender,
            ways(block),
            block.text("meets"),
            block.text("reason"),
            block.blocks("says").stream().map(NoticeTextReader::content).toList());
    if (kind.contents().isEmpty()) {
      block.problem("'says' is missing: a rule wants a notice to say something");
    }
    block.end();
    return kind;
  }

  private static Map<String, List<NoticeWay>> ways(YamlBlock block) {
    Map<String, List<NoticeWay>> ways = new LinkedHashMap<>();
    YamlBlock to = block.block("to");
    if (to == null) {
      block.problem("'to' is missing: somebody gets a notice");
      return ways;
    }
    for (String recipient : to.keys()) {
      try {
        ways.put(recipient, to.texts(recipient).stream().map(NoticeWay::ofWord).toList());
      } catch (IllegalArgumentException e) {
        to.problem(recipient, e.getMessage());
      }
    }
    to.end();
    return ways;
  }

  private static RequiredContent content(YamlBlock block) {
    RequiredContent content =
        new RequiredContent(
            block.required("content"), new RuleId(block.required("rule")), block.required("text"));
    block.end();
    return content;
  }
}
