package org.openimr.operation.client;

import java.util.List;
import java.util.Map;

/** Where the programs are registered that may call. */
public interface ClientRegister {

  /**
   * One thing that is wrong with a registration.
   *
   * @param member the member of the registration
   * @param text what is wrong, without patient data
   */
  record Objection(String member, String text) {}

  /**
   * What became of a registration.
   *
   * @param created whether the client is new
   * @param objections why it was not stored; empty if it was
   */
  record Outcome(boolean created, List<Objection> objections) {}

  /**
   * Registers a client, or replaces its registration, keys included.
   *
   * @param registration its members, as a file of clients has them
   */
  Outcome register(Map<String, Object> registration);

  /**
   * Refuses a client from now on, or accepts it again.
   *
   * @return whether there is such a client
   */
  boolean disable(String id, boolean disabled);
}
