package org.openimr.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log says where something failed, and nothing that the failure quotes. */
class LogTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.openimr.server.index.CaseQueue",
        "com.zaxxer.hikari.pool.ProxyConnection",
        "org.springframework.transaction.support.TransactionTemplate",
        "org.quartz.core.JobRunShell",
        "org.hibernate.engine.jdbc.spi.SqlExceptionHelper",
        "ca.uhn.fhir.jpa.dao.tx.HapiTransactionService",
        "org.eclipse.jetty.server.Server",
        "somebody.Else"
      })
  void noTraceQuotesARow(String logger) throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(getClass().getResource("/logback.xml"));
      SQLException row = new SQLException("Timeout in row ('case', 'bulimia of Jordan Ellery')");
      row.addSuppressed(new IllegalStateException("also Jordan Ellery"));
      context.getLogger(logger).error("It failed", new IllegalStateException("Ellery", row));
    } finally {
      context.stop();
      System.setOut(out);
    }
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("ERROR", "LogTest", "java.sql.SQLException")
        .doesNotContain("Ellery", "bulimia");
  }
}
