package org.cervicalcds.content;

import com.ibm.icu.text.DateTimePatternGenerator;
import com.ibm.icu.util.ULocale;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cervicalcds.content.cards.CardTemplates;
import org.cervicalcds.content.cards.MessageText;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.files.Problems;
import org.cervicalcds.content.files.YamlFiles;
import org.cervicalcds.content.findings.ValueSetText;
import org.cervicalcds.engine.cards.Card;
import org.cervicalcds.engine.cards.CardDefinition;
import org.cervicalcds.engine.cards.CardDefinition.Tier;
import org.cervicalcds.engine.cards.CardWords;
import org.cervicalcds.engine.cards.OverrideReason;
import org.cervicalcds.engine.cards.Rules;
import org.cervicalcds.engine.cards.SummaryLength;
import org.cervicalcds.engine.criteria.CodeFilter;
import org.cervicalcds.engine.terminology.ValueSet;
import org.cervicalcds.engine.words.FixedWord;
import org.cervicalcds.engine.words.PlainNames;
import org.cervicalcds.engine.words.PlainNames.PlainName;
import org.cervicalcds.engine.words.Speech;
import org.cervicalcds.engine.words.Template;
import org.cervicalcds.engine.words.Words;
import org.jspecify.annotations.Nullable;

/**
 * Reads the translations: {@code <card>/<language>.po} beside each card, and {@code <language>.po} for what several cards share. A card that
 * is not translated as a whole stays English as a whole.
 */
final class TranslationFiles {
    private static final Pattern FILE = Pattern.compile("(?:([a-z0-9-]+)/)?([a-z]{2,3})\\.po");
    private static final Pattern FIXED_PLACE = Pattern.compile("\\{\\d}");

    private final ContentFiles files;
    private final YamlFiles yaml;
    private final CardTemplates templates;
    private final Problems problems;
    private final Rules rules;
    private final List<CardDefinition> cards;
    private final Map<String, String> cardHashes;

    /** English texts of codes; they are translated where somebody took the time. */
    private final Set<String> labels = new HashSet<>();

    private final String codesHash;

    /** Their titles, where translated, name what no plain name fits, so that no bare code is shown. */
    private final Collection<ValueSet> valueSets;

    private final Map<String, Set<String>> textsByCard = new LinkedHashMap<>();
    private final Set<String> commonTexts = new LinkedHashSet<>();

    /** Of the texts that several cards share, those that every card may say, and those that one may say. */
    private final Set<String> everywhere = new LinkedHashSet<>();

    private final Map<String, Set<String>> sharedByCard = new LinkedHashMap<>();
    private final List<TranslationStatus> status = new ArrayList<>();

    TranslationFiles(
            ContentFiles files,
            YamlFiles yaml,
            CardTemplates templates,
            Rules rules,
            List<CardDefinition> cards,
            Set<String> sharedWords,
            Map<String, String> cardHashes,
            Map<String, ValueSetText> codes,
            Collection<ValueSet> valueSets,
            Problems problems) {
        this.files = files;
        this.yaml = yaml;
        this.templates = templates;
        this.rules = rules;
        this.cards = cards;
        this.cardHashes = cardHashes;
        codes.values().forEach(set -> set.codes().values().forEach(rows -> labels.addAll(rows.values())));
        this.codesHash = CardHashes.sha256(codes.toString());
        this.valueSets = valueSets;
        this.problems = problems;
        for (FixedWord word : FixedWord.values()) {
            everywhere.add(word.english());
        }
        everywhere.add(rules.closing());
        rules.names().names().forEach(name -> everywhere.add(name.name()));
        commonTexts.addAll(everywhere);
        for (CardDefinition card : cards) {
            Set<String> shared = new LinkedHashSet<>();
            card.overrideReasons().forEach(reason -> shared.add(reason.display()));
            textsByCard.put(card.id(), texts(card, sharedWords, shared));
            shared.removeIf(TranslationFiles::isNoText);
            sharedByCard.put(card.id(), shared);
            commonTexts.addAll(shared);
        }
    }

    /** Leaves the files to this reader, before those that nobody reads are refused. */
    static void leave(YamlFiles yaml) {
        yaml.paths().stream().filter(path -> FILE.matcher(path).matches()).forEach(yaml::leave);
    }

    private Set<String> texts(CardDefinition card, Set<String> sharedWords, Set<String> shared) {
        Set<String> texts = new LinkedHashSet<>();
        for (Tier tier : card.tiers()) {
            texts.add(templates.written(tier.summary()));
            tier.says().forEach(line -> texts.add(templates.written(line.text())));
        }
        if (card.fromRecord() != null) {
            texts.add(templates.written(card.fromRecord()));
        }
        card.detail().forEach(line -> texts.add(templates.written(line.text())));
        card.words().forEach((name, words) -> {
            Set<String> into = sharedWords.contains(name) ? shared : texts;
            words.texts().values().forEach(text -> into.add(templates.written(text)));
            into.add(words.otherwise());
            into.add(words.ifUnknown());
        });
        card.suggestions().forEach(suggestion -> {
            texts.add(templates.written(suggestion.label()));
            suggestion.actions().forEach(action -> texts.addAll(texts(action)));
        });
        texts.add(card.source().label());
        texts.removeIf(TranslationFiles::isNoText);
        return texts;
    }

    private Set<String> texts(CardDefinition.ActionDefinition action) {
        Set<String> texts = new LinkedHashSet<>();
        if (action instanceof CardDefinition.CreateOrder create) {
            texts.add(create.description());
            texts.add(create.note() == null ? "" : create.note());
        } else if (action instanceof CardDefinition.DeleteOrder delete) {
            texts.add(templates.written(delete.description()));
        } else if (action instanceof CardDefinition.AddNoteToOrder note) {
            texts.add(templates.written(note.description()));
            texts.add(note.note());
        } else if (action instanceof CardDefinition.LimitSupplyOfOrder limit) {
            texts.add(templates.written(limit.description()));
        }
        return texts;
    }

    /** Nothing but places and marks between them. */
    private static boolean isNoText(String text) {
        return text.replaceAll("\\{[^}]*}", "").chars().noneMatch(Character::isLetter);
    }

    Translations read() {
        Set<String> languages = new TreeSet<>();
        for (String path : yaml.paths()) {
            Matcher file = FILE.matcher(path);
            if (file.matches()) {
                languages.add(file.group(2));
                if (file.group(1) != null && !textsByCard.containsKey(file.group(1))) {
                    problems.add(yaml.told(path), "", "stands beside no card.yaml");
                }
            }
        }
        Map<String, Map<String, CardWords>> words = new TreeMap<>();
        Map<String, Map<String, String>> hashes = new TreeMap<>();
        for (String language : languages) {
            Map<String, CardWords> cardsOf = new LinkedHashMap<>();
            Map<String, String> hashesOf = new LinkedHashMap<>();
            Translation common = file("", language, commonTexts, Map.of());
            Speech speech = speech(common);
            PlainNames names = names(common);
            for (CardDefinition card : cards) {
                Translation own =
                        file(card.id(), language, textsByCard.getOrDefault(card.id(), Set.of()), common.translated);
                CardWords translated = own.words(card, common, speech, names);
                status.set(status.size() - 1, own.status());
                if (translated != null) {
                    cardsOf.put(card.id(), translated);
                    hashesOf.put(card.id(), own.hash(card, common));
                }
            }
            words.put(language, Map.copyOf(cardsOf));
            hashes.put(language, Map.copyOf(hashesOf));
        }
        return new Translations(words, hashes, List.copyOf(status));
    }

    /** @param common translations that all cards share; the card's own go first */
    private Translation file(String card, String language, Set<String> texts, Map<String, String> common) {
        String path = (card.isEmpty() ? "" : card + "/") + language + ".po";
        Map<String, String> translated = new LinkedHashMap<>();
        Set<String> open = new LinkedHashSet<>();
        String shipped = files.texts().get(path);
        String site = files.overlay().get(path);
        if (shipped != null) {
            PoFile file = PoFile.read(path, shipped, problems);
            translated.putAll(file.texts());
            open.addAll(file.open());
        }
        if (site != null) {
            translated.putAll(PoFile.read(yaml.told(path), site, problems).texts());
        }
        List<String> stale = new ArrayList<>();
        Set<String> known = new LinkedHashSet<>(texts);
        if (card.isEmpty()) {
            known.addAll(labels);
            valueSets.forEach(set -> known.add(set.title()));
            textsByCard.values().forEach(known::addAll);
        }
        translated.keySet().stream().filter(english -> !known.contains(english)).forEach(stale::add);
        open.stream().filter(english -> !known.contains(english)).forEach(stale::add);
        translated.keySet().removeAll(stale);
        List<String> missing = texts.stream()
                .filter(text -> !translated.containsKey(text) && !common.containsKey(text))
                .toList();
        Translation translation = new Translation(
                path,
                card,
                new Locale(language),
                translated,
                new TranslationStatus(path, card, language, texts.size(), missing, List.copyOf(stale), List.of()));
        translation.checkPlaces();
        status.add(translation.status());
        return translation;
    }

    private Speech speech(Translation common) {
        Map<FixedWord, String> fixed = new EnumMap<>(FixedWord.class);
        for (FixedWord word : FixedWord.values()) {
            fixed.put(word, common.plain(word.english()));
        }
        DateTimePatternGenerator patterns = DateTimePatternGenerator.getInstance(ULocale.forLocale(common.locale));
        return new Speech(
                common.locale,
                Map.copyOf(fixed),
                new Speech.Days(
                        common.days(patterns, "dMMM"),
                        common.days(patterns, "dMMMy"),
                        common.days(patterns, "MMMy"),
                        common.days(patterns, "ddMMy"),
                        common.days(patterns, "MMMMy")));
    }

    private PlainNames names(Translation common) {
        List<PlainName> names = new ArrayList<>();
        for (PlainName name : rules.names().names()) {
            names.add(new PlainName(name.set(), name.codes(), shortName(name.name(), common)));
        }
        for (ValueSet set : valueSets) {
            if (common.translated.containsKey(set.title())) {
                names.add(new PlainName(set, CodeFilter.ALL, shortName(set.title(), common)));
            }
        }
        Map<String, String> translatedLabels = new LinkedHashMap<>(common.translated);
        translatedLabels.keySet().retainAll(labels);
        return new PlainNames(List.copyOf(names), Map.copyOf(translatedLabels));
    }

    private String shortName(String english, Translation common) {
        String translated = common.plain(english);
        if (translated.length() > PlainNames.LONGEST) {
            problems.add(
                    common.path,
                    "'" + english + "'",
                    "is '" + translated + "', which is longer than " + PlainNames.LONGEST + " characters");
        }
        return translated;
    }

    /** One file of translations, with what it lacks. */
    private final class Translation {
        private final String path;
        private final String card;
        private final Locale locale;
        private final Map<String, String> translated;
        private final MessageText messages;
        private TranslationStatus status;

        Translation(String path, String card, Locale locale, Map<String, String> translated, TranslationStatus status) {
            this.path = path;
            this.card = card;
            this.locale = locale;
            this.translated = translated;
            this.messages = new MessageText(locale);
            this.status = status;
        }

        TranslationStatus status() {
            return status;
        }

        DateTimeFormatter days(DateTimePatternGenerator patterns, String skeleton) {
            return DateTimeFormatter.ofPattern(patterns.getBestPattern(skeleton), locale);
        }

        String plain(String english) {
            return translated.getOrDefault(english, english);
        }

        /** A place that got lost is a fact that is not told, and one that is not there cannot be filled. */
        void checkPlaces() {
            translated.entrySet().removeIf(text -> {
                String problem = problem(text.getKey(), text.getValue());
                if (problem != null) {
                    problems.add(yaml.told(path), "'" + text.getKey() + "'", problem);
                }
                return problem != null;
            });
        }

        private @Nullable String problem(String english, String other) {
            if (FIXED_PLACE.matcher(english).find()) {
                return places(FIXED_PLACE, english).equals(places(FIXED_PLACE, other))
                        ? null
                        : "has other places than the English text";
            }
            try {
                Set<String> wanted = messages.template(english).places();
                Set<String> got = messages.template(other).places();
                return wanted.equals(got) ? null : "has the places " + got + ", and the English text " + wanted;
            } catch (IllegalArgumentException e) {
                return e.getMessage();
            }
        }

        private static Set<String> places(Pattern pattern, String text) {
            Set<String> places = new TreeSet<>();
            Matcher found = pattern.matcher(text);
            while (found.find()) {
                places.add(found.group());
            }
            return places;
        }

        private Template template(Template english, Translation common) {
            String written = templates.written(english);
            String other = translated.get(written);
            other = other == null ? common.translated.get(written) : other;
            return other == null ? english : messages.template(templates.filled(other));
        }

        private String text(String english, Translation common) {
            String other = translated.get(english);
            return other == null ? common.plain(english) : other;
        }

        /** What a card says in this language; null where something is missing or too long. */
        @Nullable
        CardWords words(CardDefinition definition, Translation common, Speech speech, PlainNames names) {
            Map<String, Template> texts = new LinkedHashMap<>();
            Map<String, String> plain = new LinkedHashMap<>();
            Map<String, Words> words = new LinkedHashMap<>();
            definition.words().forEach((name, word) -> {
                Map<String, Template> byFinding = new LinkedHashMap<>();
                word.texts().forEach((finding, text) -> byFinding.put(finding, template(text, common)));
                words.put(
                        name,
                        new Words(
                                word.all(), byFinding, text(word.otherwise(), common), text(word.ifUnknown(), common)));
            });
            List<String> tooLong = new ArrayList<>();
            for (Tier tier : definition.tiers()) {
                Template summary = template(tier.summary(), common);
                if (SummaryLength.longest(summary, words, speech) >= SummaryLength.LIMIT) {
                    tooLong.add(summary.toString());
                }
                texts.put(tier.summary().toString(), summary);
                tier.says().forEach(line -> texts.put(line.text().toString(), template(line.text(), common)));
            }
            status = new TranslationStatus(
                    path, card, status.language(), status.texts(), status.missing(), status.stale(), tooLong);
            if (!status.isComplete()
                    || !common.translated.keySet().containsAll(everywhere)
                    || !common.translated.keySet().containsAll(sharedByCard.getOrDefault(card, Set.of()))) {
                return null;
            }
            if (definition.fromRecord() != null) {
                texts.put(definition.fromRecord().toString(), template(definition.fromRecord(), common));
            }
            definition.detail().forEach(line -> texts.put(line.text().toString(), template(line.text(), common)));
            definition.suggestions().forEach(suggestion -> {
                texts.put(suggestion.label().toString(), template(suggestion.label(), common));
                suggestion.actions().forEach(action -> action(action, common, texts, plain));
            });
            return new CardWords(
                    speech,
                    names,
                    common.plain(rules.closing()),
                    Map.copyOf(texts),
                    Map.copyOf(plain),
                    words,
                    new Card.Source(
                            text(definition.source().label(), common),
                            definition.source().url()),
                    definition.overrideReasons().stream()
                            .map(reason -> translated(reason, common))
                            .toList());
        }

        private void action(
                CardDefinition.ActionDefinition action,
                Translation common,
                Map<String, Template> texts,
                Map<String, String> plain) {
            if (action instanceof CardDefinition.CreateOrder create) {
                plain.put(create.description(), text(create.description(), common));
                if (create.note() != null) {
                    plain.put(create.note(), text(create.note(), common));
                }
            } else if (action instanceof CardDefinition.DeleteOrder delete) {
                texts.put(delete.description().toString(), template(delete.description(), common));
            } else if (action instanceof CardDefinition.AddNoteToOrder note) {
                texts.put(note.description().toString(), template(note.description(), common));
                plain.put(note.note(), text(note.note(), common));
            } else if (action instanceof CardDefinition.LimitSupplyOfOrder limit) {
                texts.put(limit.description().toString(), template(limit.description(), common));
            }
        }

        private OverrideReason translated(OverrideReason reason, Translation common) {
            return new OverrideReason(
                    reason.code(),
                    common.plain(reason.display()),
                    reason.settled(),
                    reason.days(),
                    reason.criticalDays(),
                    reason.encounter(),
                    reason.unless(),
                    reason.unlessOn());
        }

        /** Of the rules of the card, as its own hash has them, of all that may be said in this language, and of all codes, which name what is said. */
        String hash(CardDefinition definition, Translation common) {
            return CardHashes.sha256(cardHashes.get(definition.id()) + "\n" + codesHash + "\n" + locale.getLanguage()
                    + "\n" + new TreeMap<>(translated) + "\n" + new TreeMap<>(common.translated));
        }
    }
}
