package org.openimr.server.security.issuer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** Passwords are tried ten times for one name; then the name rests for a quarter of an hour. */
final class SignInAttempts implements AuthenticationManager {

  private static final int MOST = 10;

  private final Cache<String, AtomicInteger> failures =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(15)).build();
  private final AuthenticationProvider passwords;

  SignInAttempts(AuthenticationProvider passwords) {
    this.passwords = passwords;
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    AtomicInteger failed = failures.get(attempt.getName(), name -> new AtomicInteger());
    if (failed.get() >= MOST) {
      throw new LockedException("too many attempts");
    }
    try {
      Authentication known = passwords.authenticate(attempt);
      failures.invalidate(attempt.getName());
      return known;
    } catch (AuthenticationException wrong) {
      failed.incrementAndGet();
      throw wrong;
    }
  }
}
