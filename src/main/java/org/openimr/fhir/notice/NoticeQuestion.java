package org.openimr.fhir.notice;

import org.openimr.core.casefile.EventTime;
import org.openimr.core.notice.NoticeWay;

/**
 * How a client wants a notice to be sent.
 *
 * @param sent when it was sent in another way, or null: the server is to send it now
 * @param way the way in which it was sent, or null: that of the draft
 */
public record NoticeQuestion(EventTime sent, NoticeWay way) {}
