package io.callqueue.simulator.call;

import java.io.IOException;
import java.io.StringReader;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Judges what an answer URL gave; the instructions themselves are not carried out. */
enum AnswerXml {
    /** There is something to do: the callee talks for as long as the plan says. */
    INSTRUCTIONS,
    /** Nothing to do: the call ends. */
    NOTHING, INVALID;

    static AnswerXml judge(String body) {
        try {
            Element root = root(body);
            if (!root.getTagName().equals("Response")) {
                return INVALID;
            }
            return root.getElementsByTagName("*").getLength() == 0 ? NOTHING : INSTRUCTIONS;
        } catch (SAXException | IOException notXml) {
            return INVALID;
        }
    }

    private static Element root(String body) throws SAXException, IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            // No document type, so no external entity: nothing outside of the body is ever read
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            return builder.parse(new InputSource(new StringReader(body))).getDocumentElement();
        } catch (ParserConfigurationException unsupported) {
            throw new IllegalStateException(unsupported);
        }
    }
}
