package org.openimr.server.store.database;

import jakarta.persistence.EntityManagerFactory;
import java.util.OptionalLong;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionTimedOutException;

/** Transactions that take no longer than the request they belong to has left. */
final class TimedTransactions extends JpaTransactionManager {

  private static final long serialVersionUID = 1L;

  TimedTransactions(EntityManagerFactory entityManagerFactory) {
    super(entityManagerFactory);
  }

  @Override
  protected int determineTimeout(TransactionDefinition definition) {
    int asked = super.determineTimeout(definition);
    OptionalLong left = RequestDeadline.secondsLeft();
    if (left.isEmpty()) {
      return asked;
    }
    if (left.getAsLong() <= 0) {
      throw new TransactionTimedOutException("the time for the request is over");
    }
    int most = (int) left.getAsLong();
    return asked == TransactionDefinition.TIMEOUT_DEFAULT ? most : Math.min(asked, most);
  }
}
