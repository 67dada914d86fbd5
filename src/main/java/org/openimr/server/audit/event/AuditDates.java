package org.openimr.server.audit.event;

import ca.uhn.fhir.rest.param.DateParam;
import ca.uhn.fhir.rest.param.DateRangeParam;
import ca.uhn.fhir.rest.param.ParamPrefixEnum;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import org.openimr.server.audit.record.AuditCondition;
import org.openimr.server.audit.record.AuditIds;

/**
 * Times that are searched for, as conditions on the ids of records, which sort by time.
 *
 * @see <a href="https://hl7.org/fhir/R4/search.html#date">FHIR R4, date search</a>
 */
final class AuditDates {

  private AuditDates() {}

  /** The condition of one or several dates, separated by commas, each with its prefix. */
  static AuditCondition condition(String value) {
    AuditCondition any = new AuditCondition();
    for (String one : value.split(",")) {
      or(any, one);
    }
    return any;
  }

  private static void or(AuditCondition any, String text) {
    DateParam date = new DateParam();
    date.setValueAsQueryToken(null, "date", null, text);
    DateRangeParam span =
        new DateRangeParam(new DateParam(ParamPrefixEnum.EQUAL, date.getValueAsString()));
    String begin = AuditIds.lowest(span.getLowerBoundAsInstant().toInstant());
    // the first id of the millisecond after its last
    String end = AuditIds.lowest(span.getUpperBoundAsInstant().toInstant().plusMillis(1));
    ParamPrefixEnum prefix = date.getPrefix() == null ? ParamPrefixEnum.EQUAL : date.getPrefix();
    switch (prefix) {
      case EQUAL -> any.or("e.id >= ? and e.id < ?", begin, end);
      case GREATERTHAN, STARTS_AFTER -> any.or("e.id >= ?", end);
      case GREATERTHAN_OR_EQUALS -> any.or("e.id >= ?", begin);
      case LESSTHAN, ENDS_BEFORE -> any.or("e.id < ?", begin);
      case LESSTHAN_OR_EQUALS -> any.or("e.id < ?", end);
      default -> throw new InvalidRequestException(prefix.getValue());
    }
  }
}
