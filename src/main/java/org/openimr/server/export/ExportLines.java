package org.openimr.server.export;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import java.io.IOException;
import java.io.Writer;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.openimr.fhir.export.ExportQuestion;
import org.openimr.server.security.AccessRule;
import org.openimr.server.security.StoreAccessInterceptor;

/** Writes a file of an export: resources as they are now, one on each line. */
final class ExportLines {

  private static final int AT_ONCE = 250;

  private final DaoRegistry resources;
  private final AccessRule rule;
  private final VisibleResources visible;
  private final String base;
  private final Writer out;
  private final IParser parser;

  ExportLines(
      DaoRegistry resources, AccessRule rule, VisibleResources visible, String base, Writer out) {
    this.resources = resources;
    this.rule = rule;
    this.visible = visible;
    this.base = base;
    this.out = out;
    this.parser =
        resources
            .getResourceDao(DocumentReference.class)
            .getContext()
            .newJsonParser()
            .setPrettyPrint(false);
  }

  /** The resources of a type in a range, as far as the caller sees them. */
  void write(Selected selected, String type, VisibleResources.Range range) throws IOException {
    Map<Long, String> ids = visible.ids(selected, type, range.first(), range.last(), AT_ONCE);
    while (!ids.isEmpty()) {
      for (IBaseResource each : read(selected, type, ids.values())) {
        if (rule.maySee(selected.caller(), each)) {
          line(absolute(each));
        }
      }
      ids = visible.ids(selected, type, Collections.max(ids.keySet()) + 1, range.last(), AT_ONCE);
    }
  }

  private List<IBaseResource> read(Selected selected, String type, Collection<String> ids) {
    TokenOrListParam wanted = new TokenOrListParam();
    ids.forEach(each -> wanted.add(null, each));
    SearchParameterMap search = new SearchParameterMap();
    search.add("_id", wanted);
    search.setLoadSynchronous(true);
    return resources
        .getResourceDao(type)
        .search(search, StoreAccessInterceptor.onBehalfOf(selected.caller(), Set.of()))
        .getAllResources();
  }

  /** What an attachment refers to is fetched from a file, where nothing is relative. */
  private IBaseResource absolute(IBaseResource resource) {
    if (resource instanceof DocumentReference document) {
      for (DocumentReferenceContentComponent content : document.getContent()) {
        Attachment attachment = content.getAttachment();
        if (attachment.hasUrl() && attachment.getUrl().startsWith("Binary/")) {
          attachment.setUrl(base + "/" + attachment.getUrl());
        }
      }
    }
    return resource;
  }

  /** What was asked for and is not regarded. */
  void ignored(ExportQuestion asked) throws IOException {
    OperationOutcome outcome = new OperationOutcome();
    String text = "Not regarded: " + String.join(", ", asked.ignored()) + ".";
    outcome
        .addIssue()
        .setSeverity(OperationOutcome.IssueSeverity.WARNING)
        .setCode(OperationOutcome.IssueType.NOTSUPPORTED)
        .setDiagnostics(text)
        .getDetails()
        .setText(text);
    line(outcome);
  }

  private void line(IBaseResource resource) throws IOException {
    parser.encodeResourceToWriter(resource, out);
    out.write('\n');
  }
}
