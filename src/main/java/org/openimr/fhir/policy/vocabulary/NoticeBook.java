package org.openimr.fhir.policy.vocabulary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.openimr.core.casefile.EventDefinition;
import org.openimr.core.casefile.Vocabulary;
import org.openimr.core.notice.NoticeCatalogue;
import org.openimr.core.notice.NoticeKind;
import org.openimr.fhir.policy.condition.ConditionReader;
import org.openimr.fhir.policy.text.catalogue.NoticeTextReader;

/** Reads the catalogue of notices, and refuses what is not in the vocabulary. */
public final class NoticeBook {

  private static final String FILE = "profiles/letter/notices.yaml";

  private final Vocabulary vocabulary;
  private final List<String> problems = new ArrayList<>();

  private NoticeBook(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Reads a catalogue.
   *
   * @param vocabulary the facts, events and codes that it may name
   * @param yaml the text
   * @return the catalogue
   * @throws RuntimeException naming everything that is wrong
   */
  public static NoticeCatalogue read(Vocabulary vocabulary, String yaml) {
    NoticeCatalogue catalogue =
        NoticeTextReader.read(
            FILE,
            yaml,
            (condition, found) -> new ConditionReader(vocabulary, found).read(condition));
    NoticeBook book = new NoticeBook(vocabulary);
    catalogue.kinds().forEach(book::check);
    if (!book.problems.isEmpty()) {
      throw new IllegalStateException(String.join("\n", book.problems));
    }
    return catalogue;
  }

  private void check(NoticeKind kind) {
    Set<String> events = new TreeSet<>();
    vocabulary.events().stream().map(EventDefinition::code).forEach(events::add);
    NoticeKind.Trigger trigger = kind.trigger();
    known(kind, "event", Stream.of(trigger.event(), trigger.after(), kind.meets()), events);
    known(kind, "event", trigger.until().stream(), events);
    known(kind, "milestone", Stream.of(trigger.milestone()), vocabulary.codes("imr-milestone"));
    known(kind, "party", Stream.of(kind.sender()), vocabulary.codes("imr-party"));
    known(kind, "party", kind.ways().keySet().stream(), vocabulary.codes("imr-party"));
    known(
        kind,
        "outcome",
        Stream.of(kind.eligibility()),
        vocabulary.codes("imr-eligibility-outcome"));
    known(
        kind,
        "rule",
        kind.contents().stream().map(content -> content.rule().value()),
        vocabulary.codes("imr-rule"));
  }

  private void known(NoticeKind kind, String what, Stream<String> names, Collection<String> known) {
    names
        .filter(name -> name != null && !known.contains(name))
        .forEach(name -> problems.add(kind.code() + ": there is no " + what + " " + name));
  }
}
