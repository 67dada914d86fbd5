package org.openimr.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which patches have to see the contents of what they patch. */
class PatchedContentsTest {

  private static boolean looks(String patch) {
    return PatchedContents.looksAtContents(patch.replace('\'', '"'));
  }

  @Test
  void thatWhichNamesThemDoes() {
    assertThat(looks("[{'op':'test','path':'/content/0/attachment/data','value':'A'}]")).isTrue();
    assertThat(looks("[{'op':'remove','path':'/data'}]")).isTrue();
    assertThat(looks("[{'op':'remove','path':'/content/0/attachment/_data/extension/0'}]"))
        .isTrue();
    assertThat(looks("[{'op':'copy','from':'/content/0/attachment/data','path':'/x'}]")).isTrue();
    assertThat(
            looks(
                "[{'op':'add','path':'/x','value':1},{'op':'replace','path':'/entry/3/resource/data'}]"))
        .isTrue();
    assertThat(looks("[{'op':'test','path':'/content/0','value':{}}]")).isTrue();
    assertThat(looks("[{'op':'test','path':'/content','value':[]}]")).isTrue();
  }

  @Test
  void thatWhichDoesNotIsAppliedWithoutThem() {
    assertThat(looks("[{'op':'add','path':'/description','value':'data'}]")).isFalse();
    assertThat(looks("[{'op':'test','path':'/status','value':'current'}]")).isFalse();
    assertThat(looks("[{'op':'replace','path':'/content/0/attachment','value':{}}]")).isFalse();
    assertThat(looks("[{'op':'remove','path':'/content/0'}]")).isFalse();
    assertThat(looks("[{'op':'add','path':'/database','value':1}]")).isFalse();
    for (String other : new String[] {"", "{", "[]", "{}", "[1]", "null"}) {
      assertThat(looks(other)).as(other).isFalse();
    }
  }
}
