package org.openimr.server.settings;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many requests somebody may send in a time: {@code 20/s}, {@code 600/m}, {@code 5000/h},
 * {@code none} for no limit, {@code auto} for the default where others can reach the server and
 * none where only this machine can.
 *
 * @param requests how many; 0 for no limit
 * @param per in which time
 * @param auto whether it was left to the server
 */
public record RequestRate(long requests, Duration per, boolean auto) {

  private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,6})/([smh])");

  /** Reads a rate. */
  public static RequestRate of(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      Duration per =
          switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
          };
      return new RequestRate(Long.parseLong(form.group(1)), per, false);
    }
    if (!text.equals("auto") && !text.equals("none")) {
      throw new IllegalArgumentException("a rate is a number of requests per s, m or h");
    }
    return new RequestRate(0, Duration.ofSeconds(1), text.equals("auto"));
  }

  /**
   * The rate that holds.
   *
   * @param exposed whether others than this machine can reach the server
   * @param usual what holds where it is left to the server and the server can be reached
   * @return empty for no limit
   */
  public Optional<RequestRate> holding(boolean exposed, RequestRate usual) {
    RequestRate rate = auto && exposed ? usual : this;
    return rate.requests == 0 ? Optional.empty() : Optional.of(rate);
  }
}
