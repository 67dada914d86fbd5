package org.openimr.server;

import org.openimr.server.http.HttpConfig;
import org.openimr.server.store.StoreConfig;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the server is made of. Everything is listed; nothing is found by scanning. */
@Configuration(proxyBeanMethods = false)
@Import({StoreConfig.class, HttpConfig.class})
public class ServerConfig {}
