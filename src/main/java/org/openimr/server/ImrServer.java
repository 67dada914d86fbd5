package org.openimr.server;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.openimr.server.settings.Settings;
import org.openimr.server.settings.UnusableSettingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts the OpenIMR server. */
public final class ImrServer {

  private static final Logger LOG = LoggerFactory.getLogger(ImrServer.class);

  private ImrServer() {}

  /** Runs the server until it is told to stop; ends with status 2 if a setting cannot be used. */
  public static void main(String[] arguments) {
    try {
      start(arguments);
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
    application.setBannerMode(Banner.Mode.OFF);
    application.setAllowCircularReferences(true);
    application.addInitializers(
        (ApplicationContextInitializer<ConfigurableApplicationContext>) ImrServer::readSettings);
    ServletWebServerApplicationContext running =
        (ServletWebServerApplicationContext) application.run(arguments);
    Settings settings = running.getBean(Settings.class);
    LOG.info(
        "OpenIMR is ready at http://{}:{}/fhir, {} s after its start",
        settings.server().address().getHostAddress(),
        running.getWebServer().getPort(),
        String.format(
            Locale.ROOT, "%.1f", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0));
    return running;
  }

  private static void readSettings(ConfigurableApplicationContext context) {
    Settings settings = Settings.read(context.getEnvironment());
    ((GenericApplicationContext) context).registerBean(Settings.class, () -> settings);
  }
}
