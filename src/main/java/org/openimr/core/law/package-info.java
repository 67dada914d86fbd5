/** Names and addresses of rules. Everything else in the core may use this package; it uses none. */
package org.openimr.core.law;
