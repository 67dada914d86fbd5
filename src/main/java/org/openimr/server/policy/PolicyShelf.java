package org.openimr.server.policy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.apache.commons.codec.digest.DigestUtils;
import org.hl7.fhir.r4.model.PlanDefinition;
import org.openimr.core.calendar.HolidayCalendarReader;
import org.openimr.core.policy.PolicyBook;
import org.openimr.core.policy.ReviewPolicy;
import org.openimr.fhir.policy.plan.UnreadablePlanException;
import org.openimr.server.artifact.PackagedPolicies;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies at work on this node: those of the program, and over them those put into the store.
 *
 * <p>Each request asks for the book anew and keeps it while it runs; asking costs one volatile
 * read. A book never changes: a change makes a new one.
 */
public final class PolicyShelf implements Supplier<PolicyBook> {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyShelf.class);

  private final PackagedPolicies packaged;
  private final StoredPolicies stored;
  private Map<String, Entry> entries = Map.of();
  private long revision;
  private volatile PolicyBook book;
  private volatile Map<String, List<String>> refused = Map.of();
  private final List<Runnable> changed = new CopyOnWriteArrayList<>();

  private record Entry(long revision, ReviewPolicy policy, List<String> problems) {}

  /** A shelf that holds the policies of the program until it is first renewed. */
  public PolicyShelf(PackagedPolicies packaged, StoredPolicies stored) {
    this.packaged = packaged;
    this.stored = stored;
    this.book = packaged.policies();
  }

  @Override
  public PolicyBook get() {
    return book;
  }

  /**
   * The book as it would be if a holiday calendar were another; nothing is changed.
   *
   * @param lines the lines of the calendar, with its name
   * @throws IllegalArgumentException naming every line that cannot be read, or the calendar that is
   *     none of those held
   */
  public PolicyBook withCalendar(List<String> lines) {
    PolicyShelf other =
        new PolicyShelf(packaged.withCalendar(HolidayCalendarReader.read(lines)), stored);
    other.renew();
    return other.get();
  }

  /** Names what is at work: policies, laws, calendars and the terms in which they speak. */
  public String edition() {
    StringBuilder edition = new StringBuilder(packaged.edition());
    IParser json = FhirContext.forR4Cached().newJsonParser();
    for (String id : new TreeSet<>(stored.listed().keySet())) {
      PlanDefinition plan = stored.read(id);
      plan.setMeta(null);
      edition
          .append('\n')
          .append(id)
          .append(DigestUtils.sha256Hex(json.encodeResourceToString(plan)));
    }
    return DigestUtils.sha256Hex(edition.toString());
  }

  /** What is in the store and cannot be put to work, by id, each with all reasons. */
  Map<String, List<String>> refused() {
    return refused;
  }

  /** The revision of the store that the book stands for. */
  synchronized long revision() {
    return revision;
  }

  /** Makes a new book if the store has changed. */
  synchronized void renew() {
    long now = stored.revision();
    if (now == revision) {
      return;
    }
    Map<String, Entry> read = read(PolicyTransaction.NONE);
    Map<String, List<String>> problems = new TreeMap<>();
    read.forEach((id, entry) -> problems.put(id, entry.problems()));
    problems.values().removeIf(List::isEmpty);
    List<ReviewPolicy> left = new ArrayList<>();
    book = bound(read, left);
    left.forEach(
        policy ->
            problems.put(
                policy.header().code() + "-" + policy.header().version(),
                List.of("gives way to a version that holds on the same day")));
    problems.forEach((id, reasons) -> LOG.warn("Policy {} is not at work: {}", id, reasons));
    refused = problems;
    entries = read;
    revision = now;
    LOG.info("{} versions of policies are at work, revision {}", book.all().size(), now);
    changed.forEach(Runnable::run);
  }

  /** Tells of every change of the book on this node, once it is at work. */
  public void onChange(Runnable listener) {
    changed.add(listener);
  }

  /** The book as it will be when the transaction under way has ended; nobody else sees it. */
  synchronized PolicyBook after(PolicyTransaction transaction) {
    Map<String, Entry> read = read(transaction);
    transaction
        .policies()
        .forEach((id, policy) -> read.put(id, new Entry(Long.MAX_VALUE, policy, List.of())));
    return bound(read, new ArrayList<>());
  }

  private Map<String, Entry> read(PolicyTransaction transaction) {
    Map<String, Entry> read = new LinkedHashMap<>();
    Map<String, Long> listed = stored.listed();
    listed.keySet().removeAll(transaction.policies().keySet());
    listed.keySet().removeAll(transaction.deleted());
    listed.forEach(
        (id, changed) -> {
          Entry known = entries.get(id);
          boolean same = known != null && known.revision() == changed;
          read.put(id, same ? known : entry(id, changed));
        });
    return read;
  }

  private Entry entry(String id, long changed) {
    PlanDefinition plan = stored.read(id);
    try {
      return new Entry(changed, packaged.read(plan), List.of());
    } catch (UnreadablePlanException e) {
      return new Entry(
          changed, null, e.problems().stream().map(problem -> problem.toString()).toList());
    }
  }

  // What was put into the store wins over the program's own, whose period may have been ended
  // there.
  private PolicyBook bound(Map<String, Entry> read, List<ReviewPolicy> left) {
    List<ReviewPolicy> chosen = new ArrayList<>();
    PolicyBook sofar = new PolicyBook(chosen);
    List<ReviewPolicy> put =
        read.values().stream()
            .sorted(Comparator.comparingLong(Entry::revision))
            .map(Entry::policy)
            .filter(Objects::nonNull)
            .toList();
    for (List<ReviewPolicy> source : List.of(put, packaged.policies().all())) {
      for (ReviewPolicy policy : source) {
        if (sofar.byCanonical(policy.header().canonical()).isPresent()) {
          continue;
        }
        if (sofar.overlapping(policy.header()).isEmpty()) {
          chosen.add(policy);
          sofar = new PolicyBook(chosen);
        } else {
          left.add(policy);
        }
      }
    }
    return sofar;
  }
}
