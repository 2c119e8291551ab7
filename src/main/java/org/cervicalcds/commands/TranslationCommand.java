package org.cervicalcds.commands;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.TranslationStatus;
import org.cervicalcds.pages.Labels;

/** Tells how far the translations go, and writes what is missing for translators. */
final class TranslationCommand {
    static final String USAGE =
            "i18n status | i18n missing <language>  [--strict] [--cards <folder>] [--overlay <folder>]";
    static final Set<String> OPTIONS = Set.of("--cards", "--overlay");
    static final Set<String> SWITCHES = Set.of("--strict");

    private final Content content;
    private final PrintStream out;

    TranslationCommand(Content content, PrintStream out) {
        this.content = content;
        this.out = out;
    }

    /** Returns the exit code: with {@code --strict} a problem where something is missing, stale or too long. */
    int run(Arguments given) {
        List<String> plain = given.plain();
        if (plain.equals(List.of("status"))) {
            boolean sound = status();
            return sound || !given.has("--strict") ? Commands.SOUND : Commands.PROBLEMS;
        }
        if (plain.size() == 2 && plain.get(0).equals("missing")) {
            missing(plain.get(1));
            return Commands.SOUND;
        }
        throw new IllegalArgumentException("i18n wants status, or missing and a language");
    }

    private boolean status() {
        boolean sound = true;
        Set<String> languages = new TreeSet<>();
        for (TranslationStatus file : content.translations().status()) {
            languages.add(file.language());
            list(file, "missing", file.missing());
            list(file, "stale", file.stale());
            list(file, "too long", file.tooLong());
            sound &= file.isComplete() && file.stale().isEmpty();
        }
        int cards = content.deck().definitions().size();
        for (String language : languages) {
            int speaking = content.translations().words().get(language) == null
                    ? 0
                    : content.translations().words().get(language).size();
            out.println(language + ": " + speaking + " of " + cards + " cards are complete"
                    + (speaking == cards ? "" : "; the others are English"));
        }
        for (String language : Labels.LANGUAGES) {
            Set<String> missing = Labels.in(language).missing();
            if (!language.equals(Labels.ENGLISH.language())) {
                missing.forEach(label -> out.println("pages in " + language + ": missing: " + label));
                sound &= missing.isEmpty();
            }
        }
        return sound;
    }

    private void list(TranslationStatus file, String what, List<String> texts) {
        texts.forEach(text -> out.println(file.file() + ": " + what + ": " + text));
    }

    /** Entries to fill in, under a line with the name of their file. */
    private void missing(String language) {
        List<TranslationStatus> files = content.translations().status().stream()
                .filter(file -> file.language().equals(language))
                .toList();
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "There is no file of the language '" + language + "'; begin with an empty " + language + ".po");
        }
        for (TranslationStatus file : files) {
            if (!file.missing().isEmpty()) {
                out.println("# " + file.file());
                file.missing().forEach(text -> out.println(TranslationStatus.entry(text, "")));
            }
        }
    }
}
