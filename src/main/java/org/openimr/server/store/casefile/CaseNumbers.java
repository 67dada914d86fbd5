package org.openimr.server.store.casefile;

import java.time.LocalDate;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives out case numbers: the year and six digits, counted within the year.
 *
 * <p>A number is taken in a transaction of its own, so that submissions do not wait for each other;
 * one whose submission fails is never given out again.
 */
final class CaseNumbers {

  private final JdbcTemplate jdbc;
  private final TransactionTemplate alone;

  CaseNumbers(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.alone = new TransactionTemplate(transactions);
    this.alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /** The next number of the year of a date. */
  String next(LocalDate date) {
    int year = date.getYear();
    Integer value;
    try {
      value = alone.execute(status -> take(year));
    } catch (DuplicateKeyException e) {
      // another submission began the year at the same moment
      value = alone.execute(status -> take(year));
    }
    return String.format(java.util.Locale.ROOT, "%04d-%06d", year, value);
  }

  private int take(int year) {
    int known =
        jdbc.update(
            "update imr_case_number set last_value = last_value + 1 where case_year = ?", year);
    if (known == 0) {
      jdbc.update("insert into imr_case_number (case_year, last_value) values (?, 1)", year);
      return 1;
    }
    return jdbc.queryForObject(
        "select last_value from imr_case_number where case_year = ?", Integer.class, year);
  }
}
