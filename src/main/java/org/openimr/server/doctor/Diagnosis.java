package org.openimr.server.doctor;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openimr.server.settings.Settings;
import org.openimr.server.settings.UnusableSettingException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Looks at a machine, at settings, and at what they name. */
public final class Diagnosis {

  private final Clock clock;

  /**
   * Makes a diagnosis.
   *
   * @param clock tells what has expired
   */
  public Diagnosis(Clock clock) {
    this.clock = clock;
  }

  /**
   * Looks at everything.
   *
   * @param given settings as they are given to the server
   * @return what was found, in the order in which it was looked at
   */
  public List<Symptom> of(String... given) {
    List<Symptom> found = new ArrayList<>(MachineCheck.of());
    Settings settings;
    try {
      settings = Settings.read(environment(given));
      found.add(Symptom.ok("settings", "All settings are known and can be used."));
    } catch (UnusableSettingException unusable) {
      found.add(Symptom.wrong("settings", unusable.getMessage()));
      return found;
    }
    found.addAll(new SettingsCheck(settings, clock.instant()).all());
    found.addAll(new ContentPlaces(settings).all());
    found.addAll(new DatabaseCheck(settings).all());
    return found;
  }

  /** The environment, the files and the arguments that the server would read. */
  private static ConfigurableEnvironment environment(String... given) {
    StandardEnvironment environment = new StandardEnvironment();
    environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(given));
    SpringApplication application = new SpringApplication(Diagnosis.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setDefaultProperties(Map.of());
    ConfigDataEnvironmentPostProcessor.applyTo(environment);
    return environment;
  }
}
