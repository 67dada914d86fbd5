package org.openimr.server.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.PrePatchDetails;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.Collections;
import org.hl7.fhir.r4.model.DocumentReference;
import org.junit.jupiter.api.Test;

/** A small patch does not become a large resource, nor much work. */
class PatchLimitsTest {

  private static final String COPY = "{'op':'copy','from':'/identifier','path':'/identifier/-'}";
  private static final String REPLACE = "{'op':'replace','path':'/status','value':'current'}";

  private final PatchLimits limits = new PatchLimits(FhirContext.forR4Cached(), 100_000);

  /** A document with so many numbers, each of three nodes. */
  private static DocumentReference document(int numbers) {
    DocumentReference document = new DocumentReference();
    for (int i = 0; i < numbers; i++) {
      document.addIdentifier().setSystem("urn:example").setValue("number" + i);
    }
    return document;
  }

  private void limit(DocumentReference document, String step, int times) {
    limit(document, "[" + String.join(",", Collections.nCopies(times, step)) + "]");
  }

  private void limit(DocumentReference document, String patch) {
    limits.limit(
        new PrePatchDetails(document, PatchTypeEnum.JSON_PATCH, patch.replace('\'', '"'), null));
  }

  private void isRefused(DocumentReference document, String step, int times) {
    assertThatThrownBy(() -> limit(document, step, times))
        .isInstanceOfSatisfying(
            BaseServerResponseException.class,
            refusal -> assertThat(refusal.getStatusCode()).isEqualTo(422));
  }

  @Test
  void whatDoublesIsRefusedBeforeItIsLarge() {
    // about 44 characters in one number: 2^10 of them are 45,000, 2^12 are 180,000
    assertThatCode(() -> limit(document(1), COPY, 10)).doesNotThrowAnyException();
    isRefused(document(1), COPY, 12);
    isRefused(document(1), COPY, 60);
  }

  @Test
  void copiesOfOneSmallThingAreNoMatter() {
    String one = "{'op':'copy','from':'/identifier/0','path':'/identifier/-'}";
    assertThatCode(() -> limit(document(1), one, 500)).doesNotThrowAnyException();
  }

  @Test
  void manyStepsOverALargeResourceAreRefused() {
    // 30,000 nodes: a thousand steps are 30 million beside those of the patch
    isRefused(document(10_000), REPLACE, 1_000);
    assertThatCode(() -> limit(document(10_000), REPLACE, 500)).doesNotThrowAnyException();
    assertThatCode(() -> limit(document(1), REPLACE, 1_000)).doesNotThrowAnyException();
  }

  @Test
  void whatIsNoPatchIsLeftToWhoAppliesIt() {
    for (String other :
        new String[] {
          "",
          "[",
          "{}",
          "null",
          "[null]",
          "[1]",
          "[{'op':'copy'}]",
          "[{'op':'copy','from':'/none','path':'/status'}]"
        }) {
      assertThatCode(() -> limit(document(1), other)).as(other).doesNotThrowAnyException();
    }
  }
}
