package org.openimr.operation;

import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Task;
import org.openimr.fhir.casefile.CaseNumber;
import org.openimr.operation.casefile.RelatedCase;

/** Writes a related case as a parameter {@code related}. */
final class RelatedCaseWriter {

  private RelatedCaseWriter() {}

  static ParametersParameterComponent write(RelatedCase related) {
    Task task = related.task();
    ParametersParameterComponent part = new ParametersParameterComponent();
    part.setName("related");
    part.addPart()
        .setName("case")
        .setValue(
            new Reference("Task/" + task.getIdElement().getIdPart())
                .setDisplay(CaseNumber.of(task)));
    part.addPart().setName("relation").setValue(new CodeType(related.relation()));
    related.common().forEach(each -> part.addPart().setName("common").setValue(new CodeType(each)));
    part.addPart()
        .setName("status")
        .setValue(new CodeType(task.getBusinessStatus().getCodingFirstRep().getCode()));
    part.addPart()
        .setName("open")
        .setValue(new BooleanType(task.getStatus() == Task.TaskStatus.INPROGRESS));
    return part;
  }
}
