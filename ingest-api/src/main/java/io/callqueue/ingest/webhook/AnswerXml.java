package io.callqueue.ingest.webhook;

import java.nio.charset.StandardCharsets;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/** What Plivo is to do when somebody answered: ask the voice bot (https://www.plivo.com/docs/voice/xml/redirect). */
final class AnswerXml {
    private AnswerXml() {}

    static ResponseEntity<byte[]> redirect(String botUrl) {
        String xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Response><Redirect method=\"POST\">"
                + HtmlUtils.htmlEscapeDecimal(botUrl, StandardCharsets.UTF_8.name()) + "</Redirect></Response>\n";
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_XML).body(xml.getBytes(StandardCharsets.UTF_8));
    }
}
