package org.cervicalcds.service.cdshooks.feedback;

import static org.cervicalcds.service.cdshooks.wire.RequestReader.string;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.cervicalcds.fhir.json.JsonCursor;
import org.cervicalcds.service.cdshooks.wire.Body;
import org.cervicalcds.service.cdshooks.wire.RequestProblem;
import org.cervicalcds.service.cdshooks.wire.RequestReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** Reads the body of a feedback call: a batch is taken whole or, at its first fault, not at all (CDSH-FB-2 to 12). */
public final class FeedbackReader {
    /** Characters of a comment. */
    static final int LONGEST_COMMENT = 4000;

    /** Bytes of a body. */
    public static final int LONGEST_BODY = 1_000_000;

    static final int MOST_ITEMS = 1_000;
    static final int MOST_SUGGESTIONS = 100;

    /** Characters of the id of a card or suggestion; a uuid has 36. */
    static final int LONGEST_ID = 64;

    public List<Feedback> read(byte[] body) {
        List<Feedback> batch = new ArrayList<>();
        RequestReader.whole(Body.of(body), in -> envelope(in, batch));
        if (batch.isEmpty()) {
            throw RequestProblem.invalid("feedback is missing, is not a list, or is empty.");
        }
        return batch;
    }

    private void envelope(JsonCursor in, List<Feedback> batch) {
        RequestReader.Names names = new RequestReader.Names("the feedback");
        for (String name = names.next(in); name != null; name = names.next(in)) {
            if (name.equals("feedback") && in.currentToken() == JsonToken.START_ARRAY) {
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    if (batch.size() == MOST_ITEMS) {
                        throw tooMany("feedback has more than " + MOST_ITEMS + " items; send them in several calls.");
                    }
                    batch.add(new Item("feedback[" + batch.size() + "]").read(in));
                }
            } else {
                in.skipChildren();
            }
        }
    }

    private static RequestProblem tooMany(String text) {
        return new RequestProblem(413, "too-long", text);
    }

    /** One item on its way. */
    private static final class Item {
        private final String place;
        private @Nullable String card;
        private @Nullable String outcome;
        private final List<String> accepted = new ArrayList<>();
        private @Nullable String system;
        private @Nullable String code;
        private @Nullable String display;
        private @Nullable String comment;
        private @Nullable Instant at;

        Item(String place) {
            this.place = place;
        }

        public Feedback read(JsonCursor in) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                throw RequestProblem.invalid(place + " is not an object.");
            }
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                switch (name) {
                    case "card" -> card = id("card", string(in));
                    case "outcome" -> outcome = string(in);
                    case "acceptedSuggestions" -> each(in, this::suggestion);
                    case "overrideReason", "overrideReasons" -> each(in, this::overrideReason);
                    case "outcomeTimestamp" -> timestamp(in);
                    default -> in.skipChildren();
                }
            }
            return checked();
        }

        private Feedback checked() {
            if (card == null) {
                throw RequestProblem.invalid(place + ".card is missing or is not a string.");
            }
            Feedback.Outcome kind =
                    switch (outcome == null ? "" : outcome) {
                        case "accepted" -> Feedback.Outcome.ACCEPTED;
                        case "overridden" -> Feedback.Outcome.OVERRIDDEN;
                        default -> throw RequestProblem.invalid(place + ".outcome is neither accepted nor overridden.");
                    };
            if (kind == Feedback.Outcome.ACCEPTED && accepted.isEmpty()) {
                throw RequestProblem.invalid(place + ".acceptedSuggestions is missing or names no suggestion.");
            }
            return new Feedback(
                    card,
                    kind,
                    List.copyOf(accepted),
                    code == null ? null : new Feedback.Reason(system, code, display),
                    comment,
                    at);
        }

        private @Nullable String id(String name, @Nullable String id) {
            if (id != null && id.length() > LONGEST_ID) {
                throw RequestProblem.invalid(
                        place + "." + name + " has an id of more than " + LONGEST_ID + " characters.");
            }
            return id;
        }

        private void each(JsonCursor in, java.util.function.Consumer<JsonCursor> element) {
            if (in.currentToken() != JsonToken.START_ARRAY) {
                element.accept(in);
                return;
            }
            while (in.nextToken() != JsonToken.END_ARRAY) {
                element.accept(in);
            }
        }

        /** {@code {"id": …}}, or the plain id. */
        private void suggestion(JsonCursor in) {
            String id = null;
            if (in.currentToken() == JsonToken.START_OBJECT) {
                for (String name = in.nextName(); name != null; name = in.nextName()) {
                    in.nextToken();
                    if (name.equals("id")) {
                        id = string(in);
                    } else {
                        in.skipChildren();
                    }
                }
            } else {
                id = string(in);
            }
            if (id != null) {
                if (accepted.size() == MOST_SUGGESTIONS) {
                    throw tooMany(place + ".acceptedSuggestions names more than " + MOST_SUGGESTIONS + " suggestions.");
                }
                accepted.add(id("acceptedSuggestions", id));
            }
        }

        /** {@code {"reason": Coding, "userComment": …}}, or the Coding itself (the flat form of before 2.0). */
        private void overrideReason(JsonCursor in) {
            if (in.currentToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                return;
            }
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                in.nextToken();
                switch (name) {
                    case "reason" -> overrideReason(in);
                    case "code" -> code = string(in);
                    case "system" -> system = string(in);
                    case "display" -> display = string(in);
                    case "userComment" -> comment = comment(string(in));
                    default -> in.skipChildren();
                }
            }
        }

        private @Nullable String comment(@Nullable String text) {
            if (text != null && text.length() > LONGEST_COMMENT) {
                throw RequestProblem.invalid(
                        place + ".overrideReason.userComment has more than " + LONGEST_COMMENT + " characters.");
            }
            return text;
        }

        private void timestamp(JsonCursor in) {
            if (in.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            String text = string(in);
            try {
                at = OffsetDateTime.parse(text == null ? "" : text.strip()).toInstant();
            } catch (DateTimeException e) {
                throw RequestProblem.invalid(place + ".outcomeTimestamp is no RFC 3339 date and time.");
            }
        }
    }
}
