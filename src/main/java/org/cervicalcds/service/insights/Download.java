package org.cervicalcds.service.insights;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A CSV file on its way to a browser; until something is written the answer may still become another one. */
final class Download extends Writer {
    private final HttpServletResponse response;
    private final String fileName;
    private @Nullable Writer out;

    Download(HttpServletResponse response, String fileName) {
        this.response = response;
        this.fileName = fileName;
    }

    /** Sets the headers. */
    Writer begin() throws IOException {
        Writer begun = out;
        if (begun == null) {
            response.setContentType("text/csv;charset=UTF-8;header=present");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("Content-Disposition", "attachment; filename=\"" + fileName + "\"");
            begun = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
            out = begun;
        }
        return begun;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        begin().write(text, from, length);
    }

    @Override
    public void flush() throws IOException {
        begin().flush();
    }

    /** The connection belongs to the server. */
    @Override
    public void close() throws IOException {
        flush();
    }
}
