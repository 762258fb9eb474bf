package io.callqueue.simulator.call;

import java.io.IOException;
import java.io.StringReader;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

import io.callqueue.simulator.webhook.Callback;

/** What an answer URL gave. A Redirect that comes first is followed; other instructions are not carried out. */
sealed interface AnswerXml {
    /** Making one takes ten times as long as parsing; it parses for one thread at a time. */
    DocumentBuilder PARSER = parser();

    /** There is something to do: the callee talks for as long as the plan says. */
    record Instructions() implements AnswerXml {}

    /** Nothing to do: the call ends. */
    record Nothing() implements AnswerXml {}

    /** Not the XML that Plivo wants. */
    record Invalid() implements AnswerXml {}

    /** What to do is to be asked elsewhere. */
    record Redirect(Callback to) implements AnswerXml {}

    static AnswerXml judge(String body) {
        try {
            Element root = root(body);
            return root.getTagName().equals("Response") ? first(root.getElementsByTagName("*")) : new Invalid();
        } catch (SAXException | IOException notXml) {
            return new Invalid();
        }
    }

    private static AnswerXml first(NodeList elements) {
        if (!(elements.item(0) instanceof Element first)) {
            return new Nothing();
        }
        String method = first.getAttribute("method").isEmpty() ? "POST" : first.getAttribute("method");
        return first.getTagName().equals("Redirect")
                ? new Redirect(new Callback(first.getTextContent().strip(), method))
                : new Instructions();
    }

    private static Element root(String body) throws SAXException, IOException {
        synchronized (PARSER) {
            return PARSER.parse(new InputSource(new StringReader(body))).getDocumentElement();
        }
    }

    private static DocumentBuilder parser() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            // No document type, so no external entity: nothing outside of the body is ever read
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            // Deferred, each answer of a few lines takes tables for thousands of nodes
            factory.setFeature("http://apache.org/xml/features/dom/defer-node-expansion", false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder;
        } catch (ParserConfigurationException unsupported) {
            throw new IllegalStateException(unsupported);
        }
    }
}
