/** Pages for people: the form on which an application is typed. Files, and how to sign in. */
package org.openimr.server.page;
