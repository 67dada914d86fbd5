/** Makes exports of many resources. They hold ids, and no resource. */
package org.openimr.server.export;
