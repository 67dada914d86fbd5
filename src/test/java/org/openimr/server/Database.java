package org.openimr.server;

/** The databases that the server runs on. */
public enum Database {
  /** The embedded one. */
  H2,
  /** A real PostgreSQL. */
  POSTGRESQL;

  private RunningServer server;

  /** The one server that all tests on this database share; started when first asked for. */
  public synchronized RunningServer server() {
    if (server == null) {
      server = RunningServer.on(this);
    }
    return server;
  }
}
