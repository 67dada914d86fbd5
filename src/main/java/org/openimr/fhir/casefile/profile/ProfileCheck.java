package org.openimr.fhir.casefile.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.openimr.fhir.casefile.ProblemList;
import org.openimr.fhir.casefile.submission.AcceptedTypes;
import org.openimr.fhir.casefile.submission.SubmittedBody;
import org.openimr.fhir.form.Forms;

/**
 * Checks a submitted Bundle against FHIR R4 and the profiles of this project, in memory.
 *
 * <p>Code lists that are not held here (CPT, HCPCS, ICD-10-CM, LOINC) are taken as they are; those
 * of this project and of FHIR itself are checked. Making one costs a second or two, and the first
 * check some more; checks may run at the same time.
 */
public final class ProfileCheck {

  private static final String STRUCTURE = "https://openimr.org/fhir/StructureDefinition/";
  private static final Pattern RESOURCE_MARK = Pattern.compile("/\\*[^*]*\\*/");
  private static final Pattern SAID = Pattern.compile("^Constraint failed: [^:]+: '(.*)'");
  private static final Pattern QUOTED = Pattern.compile("(?<!value set )'([^']*)'");
  private static final Pattern HARMLESS =
      Pattern.compile("https?://[^\\s?]+|[a-z]{1,12}-[a-z0-9-]{1,12}|urn:uuid:[0-9a-f-]+");
  private static final Pattern UNKNOWN_PROPERTY =
      Pattern.compile("Unrecognized property '([A-Za-z_][A-Za-z]{0,40})'");

  // links of a narrative lead to pages of whoever wrote it; elements of other versions of FHIR are
  // extensions, and those that are not known here are carried
  private static final Pattern LEFT_OUT =
      Pattern.compile("Type_Specific_Checks_DT_XHTML_Resolve(_Img)?|Extension_EXT_Version_.*");

  private final FhirValidator validator;
  private final Forms forms;
  private final OwnSystems systems;

  /**
   * Prepares the check.
   *
   * @param context the FHIR context
   * @param definitions the StructureDefinitions, ValueSets, CodeSystems and Questionnaires of this
   *     project
   */
  public ProfileCheck(FhirContext context, Collection<? extends IBaseResource> definitions) {
    FhirInstanceValidator instances =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                new PackageSupport(context, definitions),
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                new SnapshotGeneratingValidationSupport(context)));
    instances.setAnyExtensionsAllowed(true);
    instances.setErrorForUnknownProfiles(false);
    instances.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
    this.forms = new Forms(definitions, context);
    this.systems = new OwnSystems(definitions);
    this.validator = context.newValidator().registerValidatorModule(instances);
  }

  /**
   * Returns the forms of the package.
   *
   * @return the forms that submissions may hold answers to
   */
  public Forms forms() {
    return forms;
  }

  /** The code systems of the package. */
  public OwnSystems systems() {
    return systems;
  }

  /** Does once what the first check would have to do; takes some seconds. */
  public void prepare() {
    ObjectNode bundle = SubmittedBody.JSON.createObjectNode().put("resourceType", "Bundle");
    for (String type : AcceptedTypes.ALL) {
      bundle
          .withArray("entry")
          .addObject()
          .putObject("resource")
          .put("resourceType", type)
          .put("status", "active")
          .putObject("code")
          .putArray("coding")
          .addObject()
          .put("system", "http://loinc.org")
          .put("code", "11503-0");
    }
    check(bundle, new ProblemList());
  }

  /**
   * Checks a Bundle.
   *
   * @param bundle the Bundle as sent
   * @param problems where errors go; warnings and hints are left out
   */
  public void check(ObjectNode bundle, ProblemList problems) {
    check(DocumentContents.without(bundle), problems, new ProblemList());
  }

  /**
   * Checks a submission.
   *
   * @param bundle the Bundle as sent
   * @param problems where errors go
   * @param remarks where warnings go that the profiles of this project give; others are left out
   */
  public void checkSubmission(ObjectNode bundle, ProblemList problems, ProblemList remarks) {
    ObjectNode copy = DocumentContents.without(bundle);
    new ProfileClaims(copy).claim();
    new FormAnswers(forms, problems).prepare(copy);
    check(copy, problems, remarks);
  }

  private void check(ObjectNode copy, ProblemList problems, ProblemList remarks) {
    WithoutValue.spare(copy);
    for (SingleValidationMessage message :
        validator.validateWithResult(copy.toString()).getMessages()) {
      if (message.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal()) {
        add(message, problems);
      } else if (message.getSeverity() == ResultSeverityEnum.WARNING
          && String.valueOf(message.getMessageId()).startsWith(STRUCTURE)) {
        remarks.add("business-rule", place(message), sentence(message.getMessage()));
      }
    }
  }

  /** What an invariant says, without its name. */
  private static String sentence(String invariant) {
    Matcher said = SAID.matcher(invariant);
    return said.find() ? said.group(1) + "." : invariant;
  }

  private static String place(SingleValidationMessage message) {
    // what is wrong with the whole has no place
    return RESOURCE_MARK
        .matcher(Objects.toString(message.getLocationString(), ""))
        .replaceAll("")
        // what the validator writes behind a name is no FHIRPath
        .replaceAll("\\[x]|\\[url='[^']*']", "")
        .replaceAll("[./]+$", "");
  }

  private static void add(SingleValidationMessage message, ProblemList problems) {
    String text = message.getMessage();
    if (text.startsWith("Task.businessStatus: minimum required")) {
      // the server says at which stage a new case is
      return;
    }
    String path = place(message);
    String id = String.valueOf(message.getMessageId());
    if (LEFT_OUT.matcher(id).matches()) {
      return;
    }
    if (id.contains("TX_") && problems.blames(path)) {
      return;
    }
    // the text of an invariant is the profile's own
    problems.add(code(id, text), path, id.startsWith("http") ? text : harmless(text));
  }

  private static String code(String id, String text) {
    if (id.contains("TX_") || text.startsWith("Unknown code")) {
      return "code-invalid";
    }
    if (id.contains("Minimum") || id.contains("NoFullUrl") || id.contains("REQUIRED")) {
      return "required";
    }
    if (id.startsWith("http")) {
      return "invariant";
    }
    return id.contains("Type_Specific") || id.contains("TYPE_SPECIFIC") ? "value" : "structure";
  }

  /** The message without values, which might tell of a person; addresses, codes and rules stay. */
  private static String harmless(String text) {
    Matcher property = UNKNOWN_PROPERTY.matcher(text);
    if (property.matches()) {
      return "There is no element " + property.group(1) + " at this place.";
    }
    return QUOTED
        .matcher(text)
        .replaceAll(
            found ->
                HARMLESS.matcher(found.group(1)).matches()
                    ? Matcher.quoteReplacement(found.group())
                    : "(value)");
  }
}
