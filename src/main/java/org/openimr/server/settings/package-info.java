/** The settings: one record per concern, few, each with a unit and a default. */
package org.openimr.server.settings;
