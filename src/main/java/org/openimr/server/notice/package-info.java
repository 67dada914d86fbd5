/** Notices: drafted aside, printed as PDF, and handed to who carries them. */
package org.openimr.server.notice;
