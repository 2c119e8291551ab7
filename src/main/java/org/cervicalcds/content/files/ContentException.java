package org.cervicalcds.content.files;

import java.util.List;

/** The card content has problems; the message tells all of them. */
public final class ContentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    ContentException(List<String> problems) {
        super(problems.size() + (problems.size() == 1 ? " problem" : " problems") + " in the cards:\n  "
                + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence each, with file and field. */
    public List<String> problems() {
        return problems;
    }
}
