package org.openimr.operation.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scopes are read as SMART writes them, and allow nothing that they do not say. */
class ScopesTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "system/Task.rs, system, Task, rs",
    "system/*.cruds, system, *, cruds",
    "user/Patient.c, user, Patient, c",
    "system/Task.read, system, Task, rs",
    "system/Task.write, system, Task, cud",
    "user/*.*, user, *, cruds",
  })
  void aScopeIsRead(String text, String context, String type, String permissions) {
    assertThat(Scope.parse(text)).contains(new Scope(context, type, permissions));
  }

  @ParameterizedTest(name = "<{0}>")
  @ValueSource(
      strings = {
        "",
        "openid",
        "launch/patient",
        "patient/Task.rs",
        "system/Task",
        "system/Task.",
        "system/Task.sr",
        "system/Task.rr",
        "system/Task.x",
        "system/task.rs",
        "System/Task.rs",
        "system/Task.rs?status=ready",
        "system/*.cruds\n",
      })
  void whatIsNoScopeAllowsNothing(String text) {
    assertThat(Scope.parse(text)).isEmpty();
    assertThat(Scopes.parse(text).each()).isEmpty();
  }

  @Test
  void scopesAddUp() {
    Scopes scopes = Scopes.parse("system/Task.r system/Task.s user/Patient.c openid");
    assertThat(scopes.permit("Task", "rs")).isTrue();
    assertThat(scopes.permit("Patient", "c")).isTrue();
    assertThat(scopes.permit("Task", "u")).isFalse();
    assertThat(scopes.permit("Task", "ru")).isFalse();
    assertThat(scopes.permit("Patient", "r")).isFalse();
    assertThat(scopes.permit("*", "r")).isFalse();
  }

  @Test
  void theStarIsAllTypesAndIsAskedForAsSuch() {
    Scopes scopes = Scopes.parse("system/*.rs");
    assertThat(scopes.permit("*", "rs")).isTrue();
    assertThat(scopes.permit("Binary", "r")).isTrue();
    assertThat(scopes.permit("Binary", "d")).isFalse();
  }

  @Test
  void whatIsGrantedLiesWithinWhatIsRegistered() {
    Scopes registered = Scopes.parse("system/Task.rs system/Patient.crus");
    assertThat(registered.cover(new Scope("system", "Task", "s"))).isTrue();
    assertThat(registered.cover(new Scope("system", "Patient", "cu"))).isTrue();
    assertThat(registered.cover(new Scope("system", "Task", "ru"))).isFalse();
    assertThat(registered.cover(new Scope("system", "*", "r"))).isFalse();
    assertThat(registered.cover(new Scope("user", "Task", "r"))).isFalse();
  }

  @Test
  void aCallerWithoutTokenHasNoScope() {
    assertThat(Caller.ANONYMOUS.scopes()).isEqualTo(Scopes.NONE);
    assertThat(new Caller("a", "plan", "b").scopes().permit("*", "cruds")).isTrue();
  }
}
