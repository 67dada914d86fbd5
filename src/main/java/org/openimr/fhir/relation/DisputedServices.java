package org.openimr.fhir.relation;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Claim;
import org.hl7.fhir.r4.model.Claim.ItemComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Type;
import org.openimr.core.relation.DisputedService;

/** The services that a case is about, by code and days; the code counts, whatever list it is of. */
final class DisputedServices {

  private static final int MOST = 50;

  private final Set<DisputedService> services = new HashSet<>();

  private DisputedServices() {}

  static Set<DisputedService> of(Task task, Map<String, Resource> resources) {
    DisputedServices found = new DisputedServices();
    Resource focus = resources.get(String.valueOf(task.getFocus().getReference()));
    if (focus instanceof Claim claim) {
      claim.getItem().forEach(item -> found.add(item.getProductOrService(), time(item, claim)));
    } else if (focus instanceof ServiceRequest request) {
      found.add(request.getCode(), request.getOccurrence());
    }
    return found.services;
  }

  private static Type time(ItemComponent item, Claim claim) {
    if (item.hasServiced()) {
      return item.getServiced();
    }
    return claim.hasBillablePeriod() ? claim.getBillablePeriod() : null;
  }

  private void add(CodeableConcept service, Type time) {
    LocalDate from = null;
    LocalDate to = null;
    if (time instanceof Period period) {
      from = day(period.getStartElement(), false);
      to = day(period.getEndElement(), true);
    } else if (time instanceof BaseDateTimeType moment) {
      from = day(moment, false);
      to = day(moment, true);
    }
    for (Coding coding : service.getCoding()) {
      String code = Plain.number(coding.getCode());
      if (!code.isEmpty() && services.size() < MOST) {
        services.add(new DisputedService(code, from, to));
      }
    }
  }

  /** The first or last day that a date may mean. */
  private static LocalDate day(BaseDateTimeType moment, boolean last) {
    if (!moment.hasValue()) {
      return null;
    }
    String text = moment.getValueAsString();
    return switch (moment.getPrecision()) {
      case YEAR -> last ? LocalDate.parse(text + "-12-31") : LocalDate.parse(text + "-01-01");
      case MONTH -> {
        LocalDate first = LocalDate.parse(text + "-01");
        yield last ? first.plusMonths(1).minusDays(1) : first;
      }
      default -> LocalDate.parse(text.substring(0, 10));
    };
  }
}
