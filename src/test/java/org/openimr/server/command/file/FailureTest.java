package org.openimr.server.command.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What went wrong is said without what a message may quote. */
class FailureTest {

  private static String said(Throwable cause) {
    return Failure.said(new IllegalStateException("Jane Roe", new RuntimeException(cause)));
  }

  @Test
  void databasesAreToldApart() {
    assertThat(said(new SQLException("Jane Roe", "90020", 90_020))).contains("open in another");
    assertThat(said(new SQLException("Jane Roe", "28P01"))).contains("openimr.database.password");
    assertThat(said(new SQLException("Jane Roe", "08001"))).contains("openimr.database.url");
    assertThat(said(new SQLException("Jane Roe", "23505")))
        .isEqualTo("The database refused (SQLSTATE 23505); openimr doctor says more.");
  }

  @Test
  void filesAreNamed() {
    assertThat(said(new NoSuchFileException("/data/x"))).startsWith("/data/x: there is no");
    assertThat(said(new UncheckedIOException(new AccessDeniedException("/data/x"))))
        .isEqualTo("/data/x: may not be read or written by this user");
    assertThat(said(new UnusableFileException("/data/x: is empty"))).isEqualTo("/data/x: is empty");
  }

  @Test
  void whatIsNotKnownIsAMistakeOfTheProgram() {
    assertThat(said(new NullPointerException("Jane Roe")))
        .startsWith("The command failed with NullPointerException in FailureTest.java:")
        .endsWith("please report it.")
        .doesNotContain("Jane");
  }
}
