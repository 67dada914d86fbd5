package org.openimr.server.store.casefile;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;

/**
 * Stands before the driver of one database and remembers every statement that is sent to it; a
 * batch is sent once. What other databases are sent is not seen, nor what schedulers send by the
 * clock, which no request asks for.
 */
final class CountingDriver implements Driver {

  private final String url;
  private final Driver real;
  private final List<String> sent = new CopyOnWriteArrayList<>();

  private CountingDriver(String url, Driver real) {
    this.url = url;
    this.real = real;
  }

  /** Counts what is sent to a database whose connections are opened from now on. */
  static CountingDriver before(String url) throws SQLException {
    Driver real = DriverManager.getDriver(url);
    CountingDriver counting = new CountingDriver(url, real);
    // the first that accepts an address is taken
    DriverManager.deregisterDriver(real);
    DriverManager.registerDriver(counting);
    DriverManager.registerDriver(real);
    return counting;
  }

  /** Forgets what was sent so far. */
  void clear() {
    sent.clear();
  }

  /** The statements that were sent, in order, from whatever thread but those of schedulers. */
  List<String> sent() {
    return List.copyOf(sent);
  }

  @Override
  public boolean acceptsURL(String asked) {
    return asked.startsWith(url);
  }

  @Override
  public Connection connect(String asked, Properties info) throws SQLException {
    return acceptsURL(asked)
        ? (Connection) seen(real.connect(asked, info), Connection.class, null)
        : null;
  }

  private Object seen(Object target, Class<?> type, String sql) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          boolean named = arguments != null && arguments[0] instanceof String;
          String text = named ? (String) arguments[0] : sql;
          if (method.getName().startsWith("execute")
              && !Thread.currentThread().getName().contains("scheduler")) {
            sent.add(String.valueOf(text));
          }
          Object answer;
          try {
            answer = method.invoke(target, arguments);
          } catch (InvocationTargetException failed) {
            throw failed.getCause();
          }
          if (answer instanceof PreparedStatement && method.getName().startsWith("prepare")) {
            return seen(answer, PreparedStatement.class, text);
          }
          return answer instanceof Statement && method.getName().equals("createStatement")
              ? seen(answer, Statement.class, null)
              : answer;
        };
    return Proxy.newProxyInstance(
        CountingDriver.class.getClassLoader(), new Class<?>[] {type}, handler);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String asked, Properties info) throws SQLException {
    return real.getPropertyInfo(asked, info);
  }

  @Override
  public int getMajorVersion() {
    return real.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return real.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return real.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
