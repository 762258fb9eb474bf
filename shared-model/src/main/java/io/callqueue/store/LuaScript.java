package io.callqueue.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.codec.Base16;

/** A script as it stands in {@code resources}, with the functions it includes ({@code -- @include name}) put before it. */
public record LuaScript(String source, String sha) {
    private static final Pattern INCLUDE = Pattern.compile("^-- @include (\\w+)$", Pattern.MULTILINE);
    private static final String INCLUDED = "include/";

    /**
     * @param resource such as {@code /callqueue/lua/move.lua}; what it includes stands in {@code include/} beside it, or in {@code
     *     /callqueue/lua/include/} for all
     */
    public static LuaScript load(String resource) {
        String beside = resource.substring(0, resource.lastIndexOf('/') + 1) + INCLUDED;
        String source = INCLUDE.matcher(text(resource))
                .replaceAll(found -> Matcher.quoteReplacement(included(beside, found.group(1) + ".lua")));
        return new LuaScript(source, Base16.digest(source.getBytes(StandardCharsets.UTF_8)));
    }

    private static String included(String beside, String name) {
        boolean isThere = LuaScript.class.getResource(beside + name) != null;
        return text((isThere ? beside : "/callqueue/lua/" + INCLUDED) + name);
    }

    private static String text(String resource) {
        try (InputStream in = Objects.requireNonNull(LuaScript.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
