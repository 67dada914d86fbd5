package org.openimr.server.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What was settled is there after a loss of power, also what was being written just then. */
class SettledDatabaseTest {

  @TempDir private Path directory;
  private Path file;
  private HikariDataSource database;
  private JdbcTemplate jdbc;

  @BeforeEach
  void open() {
    UncertainDisk.register();
    file = directory.resolve("d.mv.db");
  }

  private SettledDatabase opened(int delay) {
    database = new HikariDataSource();
    database.setJdbcUrl("jdbc:h2:uncertain:" + directory.resolve("d") + ";WRITE_DELAY=" + delay);
    jdbc = new JdbcTemplate(database);
    jdbc.execute("create table t (n int)");
    return new SettledDatabase(database, true);
  }

  @AfterEach
  void close() {
    UncertainDisk.release();
    jdbc.execute("shutdown immediately");
    database.close();
  }

  @Test
  void whatWasSettledIsThereWithoutPower() {
    SettledDatabase settled = opened(86_400_000);
    for (int n = 1; n <= 3; n++) {
      jdbc.update("insert into t values (?)", n);
      settled.settle();
      assertThat(left()).isEqualTo(IntStream.rangeClosed(1, n).boxed().toList());
    }
    jdbc.update("insert into t values (4)");
    assertThat(left()).containsExactly(1, 2, 3);
  }

  @Test
  void whatIsOnItsWayToTheFileIsWaitedFor() throws Exception {
    SettledDatabase settled = opened(20);
    settled.settle();
    // until H2 has nothing more of its own to write
    Thread.sleep(200);
    UncertainDisk.hold();
    jdbc.update("insert into t values (1)");
    UncertainDisk.awaitWrite();

    Thread request = new Thread(settled::settle);
    request.start();
    request.join(500);
    assertThat(request.isAlive()).as("waits for the write that is held").isTrue();
    UncertainDisk.release();
    request.join();
    assertThat(left()).containsExactly(1);
  }

  @Test
  void aDatabaseInMemoryHasNothingToSettle() {
    opened(0);
    JdbcDataSource memory = new JdbcDataSource();
    memory.setURL("jdbc:h2:mem:");
    new SettledDatabase(memory, true).settle();
  }

  /** What is in the database that is left. */
  private List<Integer> left() {
    JdbcDataSource left = new JdbcDataSource();
    String name = UncertainDisk.left(file).toString().replace(".mv.db", "");
    left.setURL("jdbc:h2:file:" + name + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r");
    return new JdbcTemplate(left).queryForList("select n from t order by n", Integer.class);
  }
}
