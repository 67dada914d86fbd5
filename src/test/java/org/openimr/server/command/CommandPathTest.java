package org.openimr.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.openimr.server.settings.Settings;
import org.springframework.core.env.StandardEnvironment;

/** What commands use comes first, nothing is lost, and the server's settings are no command. */
class CommandPathTest {

  /** A class loader that is made as the one of the program's jar is. */
  public static final class OfAJar extends URLClassLoader {
    public OfAJar(boolean exploded, URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }
  }

  private static URL library(String name) throws MalformedURLException {
    return new URL("file:/openimr.jar/BOOT-INF/lib/" + name + "-1.0.jar");
  }

  @Test
  void whatCommandsUseComesFirstAndTheRestKeepsItsOrder() throws Exception {
    URL classes = new URL("file:/openimr.jar/BOOT-INF/classes/");
    URL[] given = {
      library("zebra"), library("snakeyaml"), library("aardvark"), library("picocli"), classes
    };
    ClassLoader parent = ClassLoader.getPlatformClassLoader();
    try (URLClassLoader ordered =
        (URLClassLoader) CommandPath.ordered(new OfAJar(false, given, parent))) {
      assertThat(Arrays.asList(ordered.getURLs()))
          .containsExactly(
              classes,
              library("picocli"),
              library("snakeyaml"),
              library("zebra"),
              library("aardvark"));
      assertThat(ordered.getParent()).isSameAs(parent);
    }
  }

  @Test
  void anotherClassLoaderStaysAsItIs() throws Exception {
    ClassLoader ours = getClass().getClassLoader();
    assertThat(CommandPath.ordered(ours)).isSameAs(ours);
    try (URLClassLoader other = new URLClassLoader(new URL[] {library("picocli")})) {
      assertThat(CommandPath.ordered(other)).isSameAs(other);
    }
  }

  @Test
  void commandsRunAndSettingsAreNone() {
    assertThat(CommandPath.named("policy", "list")).isTrue();
    assertThat(CommandPath.named("attachments", "held")).isTrue();
    assertThat(CommandPath.named("polcy", "list")).isTrue();
    assertThat(CommandPath.named("--version")).isTrue();
    assertThat(CommandPath.named("-h")).isTrue();
    assertThat(CommandPath.named("serve", "--help")).isTrue();
    assertThat(CommandPath.named("serve", "--server.port=0")).isFalse();
    assertThat(CommandPath.named("--demo", "--stop")).isFalse();
    assertThat(CommandPath.named("--server.port=0")).isFalse();
    assertThat(CommandPath.named()).isFalse();
    assertThat(CommandPath.run("policy", "check", "/there/is/none.yaml")).isEqualTo(2);
  }

  @Test
  void whatACommandSetsForItselfIsNoSettingThatTheServerRefuses() {
    CommandPath.run("policy", "check", "/there/is/none.yaml");
    assertThat(System.getProperty("imr.log.target")).isEqualTo("System.err");
    assertThatCode(() -> Settings.read(new StandardEnvironment())).doesNotThrowAnyException();
  }
}
