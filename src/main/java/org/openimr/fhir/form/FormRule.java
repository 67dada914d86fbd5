package org.openimr.fhir.form;

import java.util.List;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;

/**
 * What must hold between the answers of a form.
 *
 * @param refuses whether answers that break it are refused; else it is remarked
 * @param expression FHIRPath on the answers that is false if it is broken
 * @param human what it says
 * @param locations FHIRPaths on the answers of those to blame
 */
record FormRule(
    boolean refuses, ExpressionNode expression, String human, List<ExpressionNode> locations) {}
