package org.openimr.server;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.servlet.http.HttpServletRequest;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.openimr.server.security.issuer.SecurityStatement;

/**
 * The CapabilityStatement, and with it the reading of OperationDefinitions: those of this project
 * as they are stored, those that HAPI makes for its own operations from HAPI.
 */
final class Capabilities extends JpaCapabilityStatementProvider {

  private final DaoRegistry stored;
  private final SecurityStatement security;

  Capabilities(
      RestfulServer server,
      DaoRegistry stored,
      SecurityStatement security,
      JpaStorageSettings storage,
      ISearchParamRegistry searchParameters,
      IValidationSupport validationSupport) {
    super(server, stored.getSystemDao(), storage, searchParameters, validationSupport);
    this.stored = stored;
    this.security = security;
    setImplementationDescription("FHIR R4 server for Independent Medical Review in California");
  }

  @Override
  @Metadata
  public IBaseConformance getServerConformance(HttpServletRequest request, RequestDetails details) {
    IBaseConformance statement = super.getServerConformance(request, details);
    ((CapabilityStatement) statement).getRestFirstRep().setSecurity(security.at(request));
    return statement;
  }

  @Override
  public IBaseResource readOperationDefinition(IIdType id, RequestDetails request) {
    try {
      return stored.getResourceDao(OperationDefinition.class).read(id, request);
    } catch (ResourceNotFoundException notStored) {
      return super.readOperationDefinition(id, request);
    }
  }
}
