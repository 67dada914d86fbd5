package org.openimr.server;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.rest.annotation.Metadata;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceOperationComponent;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.OperationDefinition;
import org.openimr.server.audit.event.AuditEventProvider;
import org.openimr.server.security.issuer.SecurityStatement;
import org.openimr.server.store.hapi.ServedTypes;

/**
 * The CapabilityStatement, which names the operations that are offered and no others, and the
 * reading of their definitions: those of this project as they are stored, FHIR's own as HAPI makes
 * them.
 */
final class Capabilities extends JpaCapabilityStatementProvider {

  private static final String BULK_DATA =
      "http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data";

  private final DaoRegistry stored;
  private final SecurityStatement security;
  private final OfferedOperations operations;
  // by the name that FHIR gives to a definition, the one that HAPI gives to it
  private final Map<String, String> made = new ConcurrentHashMap<>();

  Capabilities(
      RestfulServer server,
      DaoRegistry stored,
      SecurityStatement security,
      OfferedOperations operations,
      JpaStorageSettings storage,
      ISearchParamRegistry searchParameters,
      IValidationSupport validationSupport) {
    super(server, stored.getSystemDao(), storage, searchParameters, validationSupport);
    this.stored = stored;
    this.security = security;
    this.operations = operations;
    setImplementationDescription("FHIR R4 server for Independent Medical Review in California");
  }

  @Override
  @Metadata
  public IBaseConformance getServerConformance(HttpServletRequest request, RequestDetails details) {
    CapabilityStatement statement =
        (CapabilityStatement) super.getServerConformance(request, details);
    statement.addInstantiates(BULK_DATA);
    statement.getRestFirstRep().setSecurity(security.at(request));
    statement.getRest().forEach(this::offerOnly);
    return statement;
  }

  private void offerOnly(CapabilityStatementRestComponent rest) {
    offerOnly("", rest.getOperation());
    rest.getResource().forEach(each -> offerOnly(each.getType(), each.getOperation()));
    rest.getResource().stream()
        .filter(each -> ServedTypes.KEPT_APART.contains(each.getType()))
        .forEach(Capabilities::asTheyAreKept);
  }

  /** HAPI names what it could do if it kept them. */
  private static void asTheyAreKept(CapabilityStatementRestResourceComponent kept) {
    kept.getSearchParam()
        .removeIf(parameter -> !AuditEventProvider.SEARCHED_BY.contains(parameter.getName()));
    kept.setSearchInclude(null).setSearchRevInclude(null);
    kept.setVersioning(null).setConditionalDelete(null);
    kept.setConditionalCreateElement(null).setConditionalUpdateElement(null);
  }

  private void offerOnly(
      String type, List<CapabilityStatementRestResourceOperationComponent> listed) {
    listed.removeIf(operation -> !operations.offers(type, "$" + operation.getName()));
    listed.forEach(
        operation ->
            operations
                .definedByFhir(type, "$" + operation.getName())
                .ifPresent(canonical -> define(operation, canonical)));
  }

  private void define(
      CapabilityStatementRestResourceOperationComponent operation, String canonical) {
    IdType byHapi = new IdType(operation.getDefinition());
    made.put(new IdType(canonical).getIdPart(), byHapi.getIdPart());
    operation.setDefinition(canonical);
  }

  @Override
  public IBaseResource readOperationDefinition(IIdType id, RequestDetails request) {
    try {
      return stored.getResourceDao(OperationDefinition.class).read(id, request);
    } catch (ResourceNotFoundException notStored) {
      if (made.isEmpty() && request instanceof ServletRequestDetails details) {
        getServerConformance(details.getServletRequest(), request);
      }
      String byHapi = made.get(id.getIdPart());
      if (byHapi == null) {
        throw notStored;
      }
      return super.readOperationDefinition(new IdType("OperationDefinition", byHapi), request);
    }
  }
}
