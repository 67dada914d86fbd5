package org.openimr.server;

import ca.uhn.fhir.context.FhirContext;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openimr.server.command.ImrCommand;
import org.openimr.server.demo.Demonstration;
import org.openimr.server.demo.StartProgress;
import org.openimr.server.settings.Settings;
import org.openimr.server.settings.UnusableSettingException;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts the OpenIMR server. */
public final class ImrServer {

  private ImrServer() {}

  /**
   * Runs the server until it is told to stop; ends with status 2 if a setting cannot be used. With
   * {@code --demo} it also submits the worked example to itself and prints the answers; with {@code
   * --stop} as well it stops then, with status 1 if something was not answered. If the first
   * argument names a command, that is run instead.
   */
  public static void main(String[] arguments) {
    if (ImrCommand.named(arguments)) {
      System.exit(ImrCommand.run(arguments));
    }
    List<String> settings = new ArrayList<>(List.of(arguments));
    boolean demonstration = settings.remove("--demo");
    boolean stop = demonstration && settings.remove("--stop");
    try {
      if (demonstration) {
        demonstrate(settings, stop);
      } else {
        start(settings.toArray(String[]::new));
      }
    } catch (UnusableSettingException unusable) {
      System.err.println(unusable.getMessage());
      System.exit(2);
    }
  }

  /**
   * Starts the server in this process.
   *
   * @param arguments settings in the form {@code --key=value}
   * @return the running server; closing it stops the server gracefully
   * @throws UnusableSettingException if a setting is unknown or cannot be used
   */
  public static ServletWebServerApplicationContext start(String... arguments) {
    SpringApplication application = new SpringApplication(ServerConfig.class);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setApplicationContextFactory(type -> new ServerContext());
    application.setBannerMode(Banner.Mode.OFF);
    application.setAllowCircularReferences(true);
    application.addInitializers(
        (ApplicationContextInitializer<ConfigurableApplicationContext>) ImrServer::readSettings);
    ServletWebServerApplicationContext running =
        (ServletWebServerApplicationContext) run(application, arguments);
    LoggerFactory.getLogger(ImrServer.class)
        .info(
            "OpenIMR is ready at {}, {} s after its start",
            address(running),
            String.format(
                Locale.ROOT, "%.1f", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0));
    return running;
  }

  /**
   * Starts the inside of the server: all but what listens.
   *
   * @param arguments settings in the form {@code --key=value}
   * @return what it is made of; closing it stops it
   * @throws UnusableSettingException if a setting is unknown or cannot be used
   */
  public static ConfigurableApplicationContext inside(String... arguments) {
    SpringApplication application = new SpringApplication(ServerConfig.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setApplicationContextFactory(type -> new GenericApplicationContext());
    application.setBannerMode(Banner.Mode.OFF);
    application.setAllowCircularReferences(true);
    application.addInitializers(
        (ApplicationContextInitializer<ConfigurableApplicationContext>) ImrServer::readSettings);
    return run(application, arguments);
  }

  private static ConfigurableApplicationContext run(
      SpringApplication application, String[] arguments) {
    try {
      return application.run(arguments);
    } catch (RuntimeException failed) {
      for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
        if (cause instanceof UnusableSettingException unusable) {
          throw unusable;
        }
      }
      throw failed;
    }
  }

  private static void demonstrate(List<String> settings, boolean stop) {
    ServletWebServerApplicationContext running;
    try (StartProgress progress = new StartProgress(System.out)) {
      running = start(settings.toArray(String[]::new));
    }
    FhirContext context = running.getBean(FhirContext.class);
    LoggingSystem logs = LoggingSystem.get(ImrServer.class.getClassLoader());
    // its own requests would stand between the answers
    logs.setLogLevel("org.openimr.requests", LogLevel.WARN);
    boolean answered = new Demonstration(context, address(running), System.out).run();
    logs.setLogLevel("org.openimr.requests", LogLevel.INFO);
    if (stop) {
      running.close();
      System.exit(answered ? 0 : 1);
    }
  }

  private static String address(ServletWebServerApplicationContext running) {
    InetAddress address = running.getBean(Settings.class).server().address();
    String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
    String literal = host.contains(":") ? "[" + host + "]" : host;
    String scheme = running.getBean(Settings.class).tls().on() ? "https://" : "http://";
    return scheme + literal + ":" + running.getWebServer().getPort() + "/fhir";
  }

  private static void readSettings(ConfigurableApplicationContext context) {
    Settings settings = Settings.read(context.getEnvironment());
    ((GenericApplicationContext) context).registerBean(Settings.class, () -> settings);
  }
}
