package org.openimr.fhir.notice;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.openimr.core.notice.DueNotice;
import org.openimr.core.notice.Notice;
import org.openimr.core.notice.NoticeWay;
import org.openimr.fhir.casefile.CaseFile;

/**
 * A notice as it would be written now: the letter in each language, or what it lacks.
 *
 * @param due the notice
 * @param way how it goes out
 * @param letters the letter in each language in which it goes out
 * @param missing the facts that it lacks
 * @param format the format in which the recipient wants letters, or null
 * @param fault what went wrong when it was put together; or null
 */
public record NoticeDraft(
    DueNotice due,
    NoticeWay way,
    List<Notice> letters,
    Set<String> missing,
    String format,
    String fault) {

  private static final String LARGE = "large-print";

  /** Whether it can be sent. */
  public boolean ready() {
    return fault == null && missing.isEmpty();
  }

  /** Whether it is wanted in large print. */
  public boolean large() {
    return LARGE.equals(format);
  }

  /**
   * Says to whom it goes, for whoever carries it.
   *
   * @return name and address, a line each
   */
  public List<String> address() {
    List<String> lines = new ArrayList<>(letters.get(0).facts().of("recipient"));
    if (way.needs() != null) {
      lines.addAll(letters.get(0).facts().of(way.needs()));
    }
    return lines;
  }

  /**
   * Puts a notice together. What goes wrong with one keeps no other from being written.
   *
   * @param about the case
   * @param due the notice
   * @param texts what letters are made from
   * @param written when it is written
   */
  static NoticeDraft of(LetterCase about, DueNotice due, Letters texts, Instant written) {
    NoticeWay way = way(about, due);
    List<Notice> letters = new ArrayList<>();
    Set<String> missing = new TreeSet<>();
    try {
      for (String language : about.languages(due.recipient(), texts.texts().languages())) {
        Notice letter = texts.compose(about, due, way, written, language);
        letters.add(letter);
        missing.addAll(letter.missing());
        letter.unsaid().forEach(content -> missing.add("says-" + content));
        if (way.needs() != null && !letter.facts().known().contains(way.needs())) {
          missing.add(way.needs());
        }
      }
      return new NoticeDraft(due, way, letters, missing, about.format(due.recipient()), null);
    } catch (RuntimeException e) {
      // the event stays, and the letter is tried again
      return new NoticeDraft(due, way, List.of(), Set.of(), null, e.getClass().getSimpleName());
    }
  }

  /** The first way in which the recipient can be reached; if there is none, the preferred one. */
  private static NoticeWay way(LetterCase about, DueNotice due) {
    List<NoticeWay> ways = due.kind().ways().get(due.recipient());
    for (NoticeWay way : ways) {
      boolean reached =
          way == NoticeWay.HERE
              || (way == NoticeWay.POST
                  ? !about.correspondent().address(about.party(due.recipient())).isEmpty()
                  : about.correspondent().contact(about.party(due.recipient()), way.word())
                      != null);
      if (reached) {
        return way;
      }
    }
    return ways.get(0);
  }

  /** A hash of all that it says but its date. */
  public String content() {
    StringBuilder said = new StringBuilder(way + "|" + format + "|" + missing + "|" + fault);
    said.append('|').append(due.due() == null ? "" : due.due().instant());
    if (ready()) {
      letters.forEach(letter -> said.append(LetterPage.write(letter.undated(), large())));
    }
    return sha256(said.toString().getBytes(StandardCharsets.UTF_8));
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The id of something that is written of it: the same whoever writes it, and when. */
  static String id(CaseFile file, String key, String part) {
    String name = "imr-notice|" + CaseFile.reference(file.task()) + "|" + key + "|" + part;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
