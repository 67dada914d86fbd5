package org.openimr.server.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdLookupsTest {

  private static final String TWO =
      "select r.RES_ID from HFJ_RESOURCE r where r.PARTITION_ID is null and"
          + " (r.RES_TYPE=? and r.FHIR_ID=? or r.RES_TYPE=? and r.FHIR_ID=?) order by r.RES_ID";

  private final IdLookups lookups = new IdLookups();

  @Test
  void severalBecomeAList() {
    assertThat(lookups.inspect(TWO))
        .isEqualTo(
            "select r.RES_ID from HFJ_RESOURCE r where r.PARTITION_ID is null and"
                + " ((r.RES_TYPE,r.FHIR_ID) in ((?,?),(?,?))) order by r.RES_ID");
    assertThat(
            lookups.inspect("where r.RES_TYPE=? and r.FHIR_ID=? or r.RES_TYPE=? and r.FHIR_ID=?"))
        .isEqualTo("where (r.RES_TYPE,r.FHIR_ID) in ((?,?),(?,?))");
  }

  @Test
  void othersStay() {
    for (String sql :
        List.of(
            "select 1 from HFJ_RESOURCE r where (r.RES_TYPE=? and r.FHIR_ID=?)",
            // here the first condition belongs to the first pair alone
            "where r.X=? and r.RES_TYPE=? and r.FHIR_ID=? or r.RES_TYPE=? and r.FHIR_ID=?",
            "where (r.RES_TYPE=? and r.FHIR_ID=? or r.RES_TYPE=? and r.FHIR_ID=? and r.X=?)")) {
      assertThat(lookups.inspect(sql)).isEqualTo(sql);
    }
  }

  @Test
  void theAnswerIsTheSameAndFoundByTheIndex() throws SQLException {
    try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:")) {
      h2.createStatement()
          .execute(
              "create table HFJ_RESOURCE (RES_ID bigint primary key, RES_TYPE varchar(40),"
                  + " FHIR_ID varchar(64), PARTITION_ID int, unique (RES_TYPE, FHIR_ID))");
      h2.createStatement()
          .execute(
              "insert into HFJ_RESOURCE select x, case mod(x, 2) when 0 then 'Patient' else 'Task'"
                  + " end, 'n' || x, null from system_range(1, 100)");

      assertThat(rows(h2, lookups.inspect(TWO))).isEqualTo(rows(h2, TWO)).containsExactly("7", "8");
      assertThat(rows(h2, "explain " + TWO).get(0)).doesNotContain("IN(ROW");
      assertThat(rows(h2, "explain " + lookups.inspect(TWO)).get(0))
          .containsPattern("/\\* PUBLIC\\.CONSTRAINT_INDEX\\w*: *IN\\(ROW");
    }
  }

  private static List<String> rows(Connection h2, String sql) throws SQLException {
    try (PreparedStatement asked = h2.prepareStatement(sql)) {
      List<String> sent = List.of("Task", "n7", "Patient", "n8");
      for (int i = 0; i < sent.size(); i++) {
        asked.setString(i + 1, sent.get(i));
      }
      ResultSet found = asked.executeQuery();
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(found.getString(1));
      }
      return rows;
    }
  }
}
