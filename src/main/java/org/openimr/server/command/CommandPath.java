package org.openimr.server.command;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Runs commands over the class path of the program in another order: what commands use comes first.
 *
 * <p>The jar holds some 250 libraries in the order of their names. Every class is looked for in all
 * libraries before its own, and each of them is opened for that; commands use a dozen, most of them
 * near the end. The order makes commands quicker and changes nothing else.
 */
public final class CommandPath {

  private static final String PROGRAM = "org.openimr.server.command.ImrCommand";
  private static final List<String> HELP = List.of("-h", "--help", "-V", "--version");
  private static final List<String> FIRST =
      List.of(
          "BOOT-INF/classes/",
          "/picocli-",
          "/snakeyaml-",
          "/jackson-core-",
          "/org.hl7.fhir.r4-",
          "/hapi-fhir-base-",
          "/slf4j-api-",
          "/org.hl7.fhir.utilities-",
          "/caffeine-",
          "/hapi-fhir-structures-r4-",
          "/hapi-fhir-caching-",
          "/jackson-databind-",
          "/jackson-annotations-",
          "/commons-",
          "/jcl-over-slf4j-",
          "/ucum-",
          "/guava-",
          "/woodstox-core-",
          "/stax2-api-",
          "/org.hl7.fhir.");

  private CommandPath() {}

  /**
   * Whether arguments are for a command, if only one that does not exist; otherwise they are
   * settings of the server.
   */
  public static boolean named(String... arguments) {
    if (arguments.length == 0) {
      return false;
    }
    if (arguments[0].equals("serve")) {
      return Arrays.stream(arguments).anyMatch(HELP::contains);
    }
    return HELP.contains(arguments[0]) || !arguments[0].startsWith("-");
  }

  /**
   * Runs a command.
   *
   * @param arguments the command and what it is given
   * @return the status to end with
   */
  public static int run(String... arguments) {
    ClassLoader ordered = ordered(CommandPath.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(ordered);
    try {
      return (int)
          ordered
              .loadClass(PROGRAM)
              .getMethod("run", String[].class)
              .invoke(null, (Object) arguments);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A class loader like the one given, in the better order; the one given if it is no jar's. */
  static ClassLoader ordered(ClassLoader given) {
    if (!(given instanceof URLClassLoader packaged)) {
      return given;
    }
    URL[] urls = packaged.getURLs().clone();
    Arrays.sort(urls, Comparator.comparingInt(url -> place(url.toString())));
    try {
      return given
          .getClass()
          .getConstructor(boolean.class, URL[].class, ClassLoader.class)
          .newInstance(false, urls, given.getParent());
    } catch (ReflectiveOperationException otherLoader) {
      return given;
    }
  }

  private static int place(String url) {
    for (int i = 0; i < FIRST.size(); i++) {
      if (url.contains(FIRST.get(i))) {
        return i;
      }
    }
    return FIRST.size();
  }
}
