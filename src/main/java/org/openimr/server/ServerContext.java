package org.openimr.server;

import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/**
 * The container of all that the server is made of.
 *
 * <p>The web server is made before all else and pulls in nearly every bean. Spring remembers which
 * beans are of which type only once their definitions are fixed, which it does after that; fixing
 * them first saves about a sixth of the start.
 */
final class ServerContext extends ServletWebServerApplicationContext {

  @Override
  protected void onRefresh() {
    getBeanFactory().freezeConfiguration();
    super.onRefresh();
  }
}
