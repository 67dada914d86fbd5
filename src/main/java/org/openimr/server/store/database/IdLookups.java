package org.openimr.server.store.database;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/**
 * Lets H2 find resources by type and id through its index.
 *
 * <p>HAPI asks for several at once by {@code type=? and id=? or type=? and id=?}, for which H2 goes
 * through the whole index; the same as {@code (type, id) in ((?, ?), (?, ?))} it looks up.
 *
 * @see <a href="../../../../../../../../docs/performance.md">performance</a>
 */
public final class IdLookups implements StatementInspector {

  private static final String PAIR = "\\w+\\.RES_TYPE=\\? and (\\w+)\\.FHIR_ID=\\?";
  private static final Pattern PAIRS =
      Pattern.compile("(?<=\\(|where )" + PAIR + "(?: or " + PAIR + ")+(?=\\)|$)");

  /** The statement that is sent instead; its parameters are the same, in the same order. */
  @Override
  public String inspect(String sql) {
    Matcher pairs = PAIRS.matcher(sql);
    if (!pairs.find()) {
      return sql;
    }
    return pairs.replaceAll(
        found ->
            "(%1$s.RES_TYPE,%1$s.FHIR_ID) in (%2$s)"
                .formatted(found.group(1), "(?,?),".repeat(count(found.group())) + "(?,?)"));
  }

  /** How many pairs follow the first. */
  private static int count(String pairs) {
    return pairs.split(" or ").length - 1;
  }
}
