package org.openimr.server.settings;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may call.
 *
 * @param demo whether the published demonstration tokens are accepted; only while the server
 *     listens on this machine alone
 */
public record CallerSettings(@DefaultValue("true") boolean demo) {}
