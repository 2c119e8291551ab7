package org.cervicalcds.commands;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cervicalcds.content.Content;
import org.cervicalcds.content.SignOff;
import org.cervicalcds.content.UnusedContent;
import org.cervicalcds.content.files.ContentException;
import org.cervicalcds.content.files.ContentFiles;
import org.cervicalcds.content.vignettes.Mutations;
import org.cervicalcds.content.vignettes.Vignette;
import org.cervicalcds.content.vignettes.VignetteCoverage;
import org.cervicalcds.content.vignettes.VignetteFiles;
import org.cervicalcds.content.vignettes.VignettePlayer;
import org.cervicalcds.engine.ClinicalRules;
import org.cervicalcds.engine.cards.CardDefinition;
import org.jspecify.annotations.Nullable;

/** The commands: they read the content as the service would, print, and end. */
public final class Commands {
    /** Everything is as it should be. */
    public static final int SOUND = 0;

    /** The content has problems; they were printed. */
    public static final int PROBLEMS = 1;

    /** The command was not understood. */
    public static final int MISUSED = 2;

    private static final Set<String> NAMES = Set.of("check", "hashes", "i18n", "evaluate", "replay", "export", "book");
    private static final Set<String> CHECK_OPTIONS = Set.of("--cards", "--overlay", "--card", CodeCheck.OPTION);
    private static final Set<String> CHECK_SWITCHES = Set.of("--thorough");
    private static final Set<String> OPTIONS = Set.of("--cards", "--overlay");

    private final Location location;
    private final PrintStream out;
    private final Clock clock;

    /** Where the shipped content is. */
    public interface Location {
        /** The files in the named folder; null for the content that would be used without one. */
        ContentFiles files(@Nullable String folder);
    }

    public Commands(Location location, PrintStream out, Clock clock) {
        this.location = location;
        this.out = out;
        this.clock = clock;
    }

    /** Says that the arguments are a command, not options of the service. */
    public static boolean areMeant(String... arguments) {
        return arguments.length > 0 && !arguments[0].startsWith("-");
    }

    /** Runs a command and returns the exit code of the process. */
    public int run(String... arguments) {
        String name = arguments.length == 0 ? "" : arguments[0];
        if (!NAMES.contains(name)) {
            return misused("Not a command: " + name);
        }
        try {
            Arguments given = arguments(name, List.of(arguments).subList(1, arguments.length));
            if (name.equals("replay") && ReplayCommand.isComparison(given)) {
                return ReplayCommand.compare(given, out);
            }
            Content content = content(given.value("--cards"), given.value("--overlay"));
            return switch (name) {
                case "check" ->
                    given.has(CodeCheck.OPTION)
                            ? checkCodes(content, given.required(CodeCheck.OPTION))
                            : check(content, given);
                case "hashes" -> hashes(content);
                case "i18n" -> new TranslationCommand(content, out).run(given);
                case "replay" -> ReplayCommand.run(content, given, out);
                case "export" -> ExportCommand.run(content, given, out);
                case "book" -> BookCommand.run(content, before(given), given, out);
                default -> new EvaluateCommand(content, clock, out).run(given);
            };
        } catch (ContentException e) {
            out.println(e.getMessage());
            return PROBLEMS;
        } catch (IllegalArgumentException e) {
            return misused(String.valueOf(e.getMessage()));
        }
    }

    private Content content(@Nullable String cards, @Nullable String overlay) {
        ContentFiles files = location.files(cards);
        return Content.load(overlay == null ? files : files.under(ContentFiles.in(Path.of(overlay))));
    }

    /** The content that the card book is compared with; null for none. */
    private @Nullable Content before(Arguments given) {
        String cards = given.value(BookCommand.BEFORE);
        String overlay = given.value(BookCommand.BEFORE_OVERLAY);
        return cards == null && overlay == null ? null : content(cards, overlay);
    }

    private static Arguments arguments(String name, List<String> given) {
        return switch (name) {
            case "evaluate" -> Arguments.of(given, EvaluateCommand.OPTIONS, Set.of());
            case "replay" -> Arguments.of(given, ReplayCommand.OPTIONS, ReplayCommand.SWITCHES);
            case "export" -> Arguments.of(given, ExportCommand.OPTIONS, Set.of());
            case "book" -> Arguments.of(given, BookCommand.OPTIONS, Set.of());
            case "i18n" -> Arguments.of(given, TranslationCommand.OPTIONS, TranslationCommand.SWITCHES);
            case "check" -> Arguments.of(given, CHECK_OPTIONS, CHECK_SWITCHES);
            default -> Arguments.of(given, OPTIONS, Set.of());
        };
    }

    private int misused(String why) {
        out.println(why);
        out.println("Usage: check | hashes  [--cards <folder>] [--overlay <folder>]");
        out.println("       check --thorough [--card <id>]  [--cards <folder>] [--overlay <folder>]");
        out.println("       check --codes <CSV file>  [--cards <folder>] [--overlay <folder>]");
        out.println("       " + TranslationCommand.USAGE);
        out.println("       " + EvaluateCommand.USAGE);
        out.println("       " + ReplayCommand.USAGE);
        out.println("       " + ExportCommand.USAGE);
        out.println("       " + ExportCommand.CHECK_USAGE);
        out.println("       " + BookCommand.USAGE);
        return MISUSED;
    }

    private int checkCodes(Content content, String file) {
        new CodeCheck(content, out).run(Path.of(file));
        return SOUND;
    }

    private int check(Content content, Arguments given) {
        Collection<CardDefinition> thorough =
                given.has("--thorough") ? cards(content, given.value("--card")) : List.of();
        List<Vignette> vignettes = VignetteFiles.read(content);
        VignettePlayer player = new VignettePlayer(content);
        List<String> faults = new ArrayList<>();
        for (Vignette vignette : vignettes) {
            player.faults(vignette).forEach(fault -> faults.add(vignette + ": " + fault));
        }
        print(faults, " fault", " in the vignettes");
        List<String> gaps = new ArrayList<>(UnusedContent.in(content));
        gaps.addAll(new VignetteCoverage(content, player).gaps(vignettes));
        print(gaps, " gap", ": what nothing tries or uses");
        List<String> unnoticed =
                thorough.isEmpty() ? List.of() : unnoticed(new Mutations(content, vignettes), thorough);
        print(unnoticed, " change", " that no vignette notices");
        print(unsigned(content), " signature", " no longer valid");
        boolean sound = faults.isEmpty() && gaps.isEmpty() && unnoticed.isEmpty();
        int cards = content.deck().definitions().size();
        out.println(cards + " cards, " + content.findings().size() + " findings, "
                + content.terminology().valueSets().size() + " value sets, " + vignettes.size() + " vignettes: "
                + (sound ? "no problem" : "problems, see above"));
        return sound ? SOUND : PROBLEMS;
    }

    /** What was signed and has changed since: no fault of the content, but in production such a card is silent until it is signed again. */
    private static List<String> unsigned(Content content) {
        List<String> unsigned = new ArrayList<>();
        for (CardDefinition card : content.deck().definitions()) {
            if (content.signOff(card.id()) == SignOff.State.CHANGED) {
                int rules = content.signedUnderRules(card.id());
                unsigned.add(card.id() + ", "
                        + state(SignOff.State.CHANGED, content.signOffs().get(card.id()))
                        + (rules == 0
                                ? ""
                                : ": by the engine only, whose clinical rules are version " + ClinicalRules.VERSION
                                        + " now and were " + rules));
            }
            content.translations().hashes().forEach((language, hashes) -> {
                if (content.signOff(card.id(), language) == SignOff.State.CHANGED) {
                    unsigned.add(card.id() + " in " + language + ", "
                            + state(SignOff.State.CHANGED, content.signOffs().get(card.id() + "/" + language)));
                }
            });
        }
        return unsigned;
    }

    private static Collection<CardDefinition> cards(Content content, @Nullable String id) {
        if (id == null) {
            return content.deck().definitions();
        }
        CardDefinition card = content.deck().card(id);
        if (card == null) {
            throw new IllegalArgumentException("Not a card: " + id);
        }
        return List.of(card);
    }

    private static List<String> unnoticed(Mutations mutations, Collection<CardDefinition> cards) {
        List<String> unnoticed = new ArrayList<>();
        mutations.lines(cards).forEach(line -> unnoticed.add(line + " taken away"));
        mutations.tiers(cards).forEach(tier -> unnoticed.add(tier + " taken away"));
        unnoticed.addAll(mutations.parts(cards));
        mutations.numbers(cards).forEach(number -> unnoticed.add("settings.yaml: " + number));
        return unnoticed;
    }

    private void print(List<String> found, String what, String where) {
        if (!found.isEmpty()) {
            out.println(found.size() + what + (found.size() == 1 ? "" : "s") + where + ":\n  "
                    + String.join("\n  ", found));
        }
    }

    private int hashes(Content content) {
        out.println("# Lines for sign-off.yaml: fill in name, role and date for each card that you sign.");
        for (CardDefinition card : content.deck().definitions()) {
            out.println(card.id() + ":    # "
                    + state(content.signOff(card.id()), content.signOffs().get(card.id())));
            toSign("  ", String.valueOf(content.hashes().get(card.id())));
            Map<String, String> languages = new TreeMap<>();
            content.translations().hashes().forEach((language, hashes) -> {
                if (hashes.containsKey(card.id())) {
                    languages.put(language, hashes.get(card.id()));
                }
            });
            if (!languages.isEmpty()) {
                out.println("  languages:");
            }
            languages.forEach((language, hash) -> {
                SignOff signed = content.signOffs().get(card.id() + "/" + language);
                out.println("    " + language + ":    # " + state(content.signOff(card.id(), language), signed));
                toSign("      ", hash);
            });
        }
        return SOUND;
    }

    private void toSign(String indent, String hash) {
        out.println(indent + "hash: " + hash);
        out.println(indent + "name:");
        out.println(indent + "role:");
        out.println(indent + "date:");
    }

    private static String state(SignOff.State state, @Nullable SignOff signed) {
        return switch (state) {
            case SIGNED -> signed == null ? "" : "signed by " + signed.name() + " on " + signed.date();
            case CHANGED -> signed == null ? "" : "changed since " + signed.name() + " signed on " + signed.date();
            case UNSIGNED -> "not signed";
        };
    }
}
