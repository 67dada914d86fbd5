package org.openimr.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the OpenIMR server. */
@SpringBootApplication
public class ImrServer {

  /** Runs the server until it is told to stop. */
  public static void main(String[] arguments) {
    SpringApplication.run(ImrServer.class, arguments);
  }
}
