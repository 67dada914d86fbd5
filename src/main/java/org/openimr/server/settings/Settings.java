package org.openimr.server.settings;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * All settings of the server, read once before anything starts.
 *
 * <p>They come from the command line, system properties and environment variables, in this order. A
 * key that is not known or a value that cannot be used stops the start with one sentence.
 *
 * @param server where the server listens
 * @param data where it writes
 * @param database which database it uses
 * @param content where contents are kept that are too large for it
 * @param objectStore where they are kept instead of in files
 * @param scan what contents are shown to before they are stored
 * @param limits what a request may cost
 * @param fhir how the FHIR interface answers
 * @param policies where policies come from beside the program
 * @param matching how related cases are found
 * @param timers when it is noticed what comes about by time
 * @param letters where letters go that were sent
 * @param hook who is told that a packet was issued
 * @param signature what packets are signed with
 * @param export exports of many resources
 * @param report reports to the regulator
 * @param access who may call
 * @param tls TLS spoken by the server itself
 * @param cors which web applications of other origins may use it
 */
public record Settings(
    ServerSettings server,
    DataSettings data,
    DatabaseSettings database,
    ContentSettings content,
    ObjectStoreSettings objectStore,
    ScanSettings scan,
    LimitSettings limits,
    FhirSettings fhir,
    PolicySettings policies,
    MatchingSettings matching,
    TimerSettings timers,
    LetterSettings letters,
    HookSettings hook,
    SignatureSettings signature,
    ExportSettings export,
    ReportSettings report,
    AccessSettings access,
    TlsSettings tls,
    CorsSettings cors) {

  private static final long MOST_OF_AN_OBJECT = 5L << 30;

  // A cluster that names a service "openimr" puts these into every container's environment.
  private static final Pattern SERVICE_LINKS = Pattern.compile("OPENIMR_(SERVICE|PORT)(_.*)?");

  /**
   * Reads and checks the settings.
   *
   * @throws UnusableSettingException naming the first key that is unknown or whose value cannot be
   *     used
   */
  public static Settings read(ConfigurableEnvironment environment) {
    refuseUnknown(environment);
    Binder binder = Binder.get(environment);
    Settings settings =
        new Settings(
            bind(binder, "server", ServerSettings.class),
            bind(binder, "openimr.data", DataSettings.class),
            bind(binder, "openimr.database", DatabaseSettings.class),
            bind(binder, "openimr.content", ContentSettings.class),
            bind(binder, "openimr.object-store", ObjectStoreSettings.class),
            bind(binder, "openimr.scan", ScanSettings.class),
            bind(binder, "openimr.limits", LimitSettings.class),
            bind(binder, "openimr.fhir", FhirSettings.class),
            bind(binder, "openimr.policies", PolicySettings.class),
            bind(binder, "openimr.matching", MatchingSettings.class),
            bind(binder, "openimr.timers", TimerSettings.class),
            bind(binder, "openimr.letters", LetterSettings.class),
            bind(binder, "openimr.hook", HookSettings.class),
            bind(binder, "openimr.signature", SignatureSettings.class),
            bind(binder, "openimr.export", ExportSettings.class),
            bind(binder, "openimr.report", ReportSettings.class),
            bind(binder, "openimr.access", AccessSettings.class),
            bind(binder, "openimr.tls", TlsSettings.class),
            bind(binder, "openimr.cors", CorsSettings.class));
    Exposure.check(settings);
    settings.requireSizes();
    return settings;
  }

  /** An object is put in one piece, which stores limit. */
  private void requireSizes() {
    if (objectStore.on() && content.largest().toBytes() > MOST_OF_AN_OBJECT) {
      throw new UnusableSettingException(
          "openimr.content.largest must be at most 5GB with openimr.object-store.bucket.", null);
    }
  }

  /** Every key with its default, as {@code docs/configuration.md} lists them. */
  public static Map<String, String> defaults() {
    Map<String, String> defaults = new LinkedHashMap<>();
    for (RecordComponent concern : Settings.class.getRecordComponents()) {
      String prefix = concern.getName().equals("server") ? "" : "openimr.";
      for (Parameter key : concern.getType().getDeclaredConstructors()[0].getParameters()) {
        defaults.put(
            prefix + hyphenated(concern.getName()) + "." + hyphenated(key.getName()),
            key.getAnnotation(DefaultValue.class).value()[0]);
      }
    }
    return defaults;
  }

  private static String hyphenated(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static <T> T bind(Binder binder, String prefix, Class<T> type) {
    try {
      return binder.bindOrCreate(prefix, type);
    } catch (BindException unusable) {
      throw new UnusableSettingException(sentence(unusable, prefix), unusable);
    }
  }

  private static String sentence(BindException unusable, String prefix) {
    Throwable cause = unusable;
    while (cause != null) {
      if (cause instanceof IllegalArgumentException
          && cause.getMessage() != null
          && cause.getMessage().startsWith(prefix + ".")) {
        return cause.getMessage() + ".";
      }
      cause = cause.getCause();
    }
    ConfigurationPropertyName key = unusable.getName();
    String expected = unusable.getTarget().getType().toClass().getSimpleName();
    return "The value of " + key + " cannot be used: it must be " + described(expected) + ".";
  }

  private static String described(String type) {
    return switch (type) {
      case "int" -> "a whole number";
      case "boolean" -> "true or false";
      case "DataSize" -> "a size such as 32MB";
      case "Duration" -> "a time such as 20s";
      case "InetAddress" -> "a network address such as 127.0.0.1";
      case "Path" -> "a path";
      case "RequestRate" -> "a rate such as 600/m, or none, or auto";
      default -> "text";
    };
  }

  private static void refuseUnknown(ConfigurableEnvironment environment) {
    List<String> known = new ArrayList<>(defaults().keySet());
    List<String> plain = known.stream().map(Settings::lettersOnly).toList();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> names) {
        boolean variables = source instanceof SystemEnvironmentPropertySource;
        Arrays.stream(names.getPropertyNames())
            .filter(name -> ours(name, variables, source.getName()))
            .filter(name -> !plain.contains(lettersOnly(name)))
            .findFirst()
            .ifPresent(name -> refuse(name, known));
      }
    }
  }

  private static boolean ours(String name, boolean variables, String source) {
    if (variables) {
      return name.startsWith("OPENIMR_") && !SERVICE_LINKS.matcher(name).matches();
    }
    boolean system = StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME.equals(source);
    return name.startsWith("openimr.") || !system && name.startsWith("server.");
  }

  private static void refuse(String name, List<String> known) {
    throw new UnusableSettingException(
        "There is no setting " + name + "; there are " + String.join(", ", known) + ".", null);
  }

  private static String lettersOnly(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
