package org.openimr.server.settings;

import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the server keeps what it writes to disk.
 *
 * @param directory folder of the embedded database, created if it is not there
 */
public record DataSettings(@DefaultValue("./data") Path directory) {}
